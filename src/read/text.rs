//! Bytes to text: encodings found, and what is no text told apart.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::read::{encoding, signature};
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

/// Bytes that became text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Name of its encoding.
    pub encoding: &'static str,
    /// Whether the encoding was guessed.
    pub is_guessed: bool,
    /// Just behind the first letter in the text that is no UTF-8, where that made it guessed.
    pub odd: Option<usize>,
}

/// Reads bytes as text, in a chosen encoding or the one they seem to have.
pub fn decode<'a>(bytes: Cow<'a, [u8]>, chosen: Option<&str>) -> Result<Decoded<'a>, DataError> {
    signature::refuse_foreign(&bytes)?;
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(in_encoding(&bytes[mark..], encoding));
    }
    if let Some(name) = chosen {
        let encoding = encoding::named(name)?;
        return match as_utf8(bytes) {
            Ok(text) if encoding == UTF_8 => {
                Ok(Decoded { text, encoding: UTF_8.name(), is_guessed: false, odd: None })
            }
            Ok(text) => Ok(in_encoding(text.as_bytes(), encoding)),
            Err((bytes, _)) => Ok(in_encoding(&bytes, encoding)),
        };
    }
    if let Some(encoding) = encoding::utf_16(&bytes) {
        return Ok(Decoded { is_guessed: true, ..in_encoding(&bytes, encoding) });
    }
    if bytes.contains(&0) {
        let rows = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
        return Err(DataError::NulByte { row: rows.iter().filter(|&&byte| byte == b'\n').count() + 1 });
    }
    let (bytes, place) = match as_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, encoding: UTF_8.name(), is_guessed: false, odd: None }),
        Err(odd) => odd,
    };
    let controls = bytes.iter().filter(|&&byte| byte < 32 && !b"\t\r\n".contains(&byte)).count();
    if controls * 50 > bytes.len() {
        return Err(DataError::Binary { what: "binary file" });
    }
    let encoding = encoding::guess(&bytes, place);
    let decoded = in_encoding(&bytes, encoding);
    let before = in_encoding(&bytes[..place], encoding).text.len();
    let odd = decoded.text.get(before..).and_then(|rest| rest.chars().next());
    Ok(Decoded { is_guessed: true, odd: odd.map(|letter| before + letter.len_utf8()), ..decoded })
}

fn in_encoding<'a>(bytes: &[u8], encoding: &'static Encoding) -> Decoded<'a> {
    let text = Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned());
    Decoded { text, encoding: encoding.name(), is_guessed: false, odd: None }
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
