//! Bytes to text: encodings found, and what is no text told apart.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::error::DataError;

/// Largest file read, in bytes, packed or not.
pub const LIMIT: usize = 512 << 20;

/// Refuses a file that would not fit into the page's memory.
pub fn check_size(bytes: usize) -> Result<(), DataError> {
    if bytes > LIMIT {
        return Err(DataError::TooLarge { found: bytes >> 20, limit: LIMIT >> 20 });
    }
    Ok(())
}

/// Reads bytes as text; where they are no UTF-8, as Windows-1252, with the place in the text just after the first letter
/// that shows it.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<usize>), DataError> {
    const MAGIC: [(&[u8], &str); 6] = [
        (b"\x89PNG", "PNG picture"),
        (b"\xff\xd8\xff", "JPEG picture"),
        (b"PK\x03\x04", "zip archive or Excel workbook"),
        (b"%PDF", "PDF document"),
        (b"PAR1", "Parquet file"),
        (b"\xd0\xcf\x11\xe0", "old Excel workbook"),
    ];
    if let Some((_, what)) = MAGIC.into_iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DataError::Binary { what });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok((encoding.decode_without_bom_handling(&bytes[mark..]).0, None));
    }
    if let Some(place) = bytes.iter().position(|&byte| byte == 0) {
        let row = bytes[..place].iter().filter(|&&byte| byte == b'\n').count() + 1;
        return Err(DataError::NulByte { row });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), None)),
        Err(error) => {
            let controls = bytes.iter().filter(|&&byte| byte < 32 && !b"\t\r\n".contains(&byte)).count();
            if controls * 50 > bytes.len() {
                return Err(DataError::Binary { what: "binary file" });
            }
            let read = |bytes| WINDOWS_1252.decode_without_bom_handling(bytes).0;
            let odd = read(&bytes[..=error.valid_up_to()]).len();
            Ok((read(bytes), Some(odd)))
        }
    }
}
