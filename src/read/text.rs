//! Bytes to text: encodings found, and what is no text told apart.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::read::signature;
use crate::schema::error::DataError;

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
pub fn decode(bytes: Cow<'_, [u8]>) -> Result<(Cow<'_, str>, Option<usize>), DataError> {
    signature::refuse_foreign(&bytes)?;
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok((Cow::Owned(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()), None));
    }
    if bytes.contains(&0) {
        let rows = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
        return Err(DataError::NulByte { row: rows.iter().filter(|&&byte| byte == b'\n').count() + 1 });
    }
    let (bytes, place) = match as_utf8(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(odd) => odd,
    };
    let controls = bytes.iter().filter(|&&byte| byte < 32 && !b"\t\r\n".contains(&byte)).count();
    if controls * 50 > bytes.len() {
        return Err(DataError::Binary { what: "binary file" });
    }
    let read = |bytes| WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let odd = read(&bytes[..=place]).len();
    Ok((Cow::Owned(read(&bytes).into_owned()), Some(odd)))
}

/// The same bytes as text, never copied, as a file may be as large as memory allows; or the place that is no UTF-8.
fn as_utf8(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, str>, (Cow<'_, [u8]>, usize)> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| (Cow::Borrowed(bytes), error.valid_up_to())),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            (Cow::Owned(error.into_bytes()), place)
        }),
    }
}
