//! Reads the list at a zip archive's end (also the long one of zip64) and unpacks the table in it, stored or deflated.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::read::archive::{self, Member};
use crate::schema::error::DataError;

/// A file, as the list names it.
struct File {
    name: String,
    method: u16,
    is_encrypted: bool,
    packed: u64,
    size: u64,
    /// Where its own header is.
    offset: u64,
}

impl Member for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn size(&self) -> u64 {
        self.size
    }
}

/// The table in an archive, the one that is asked for or the largest, unpacked to at most `limit` bytes, its name and what to say about
/// the others.
pub fn table(
    bytes: &[u8],
    asked: Option<&str>,
    limit: usize,
) -> Result<(Vec<u8>, String, Option<String>), DataError> {
    let files = files(bytes).ok_or_else(|| trouble("its list of files is damaged or cut off"))?;
    let (file, oddity) = archive::choose(&files, asked, "zip archive")?;
    if file.is_encrypted {
        return Err(trouble("it asks for a password"));
    }
    let packed = content(bytes, file).ok_or_else(|| trouble("a file in it is cut off"))?;
    let mut unpacked = Vec::new();
    let read = match file.method {
        0 => packed.take(limit as u64 + 1).read_to_end(&mut unpacked),
        8 => DeflateDecoder::new(packed).take(limit as u64 + 1).read_to_end(&mut unpacked),
        method => {
            return Err(trouble(&format!("“{}” is packed by method {method}, not deflated", file.name)));
        }
    };
    read.map_err(|error| trouble(&error.to_string()))?;
    if unpacked.len() > limit {
        return Err(DataError::Bomb { limit: limit >> 20 });
    }
    Ok((unpacked, file.name.clone(), oddity))
}

fn trouble(reason: &str) -> DataError {
    DataError::Unpacking { what: "zip archive", reason: reason.into() }
}

/// A number of so many bytes, the first the smallest.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(field.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The packed bytes of a file, behind its own header.
fn content<'a>(bytes: &'a [u8], file: &File) -> Option<&'a [u8]> {
    let at = usize::try_from(file.offset).ok()?;
    bytes.get(at..)?.starts_with(b"PK\x03\x04").then_some(())?;
    let names = number(bytes, at + 26, 2)? + number(bytes, at + 28, 2)?;
    let start = at.checked_add(30)?.checked_add(usize::try_from(names).ok()?)?;
    bytes.get(start..start.checked_add(usize::try_from(file.packed).ok()?)?)
}

/// What the list names; `None` where it can't be found.
fn files(bytes: &[u8]) -> Option<Vec<File>> {
    // The end of the list may be followed by a comment.
    let most = bytes.len().saturating_sub((1 << 16) + 22);
    let end = most + bytes[most..].windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (mut count, mut at) = (number(bytes, end + 10, 2)?, number(bytes, end + 16, 4)?);
    let locator = end.checked_sub(20).filter(|&at| bytes[at..].starts_with(b"PK\x06\x07"));
    if let Some(locator) = locator {
        let long = usize::try_from(number(bytes, locator + 8, 8)?).ok()?;
        bytes.get(long..)?.starts_with(b"PK\x06\x06").then_some(())?;
        (count, at) = (number(bytes, long.checked_add(32)?, 8)?, number(bytes, long.checked_add(48)?, 8)?);
    }
    let mut at = usize::try_from(at).ok()?;
    let mut found = Vec::new();
    for _ in 0..count {
        bytes.get(at..)?.starts_with(b"PK\x01\x02").then_some(())?;
        let length =
            |offset: usize| number(bytes, at + offset, 2).and_then(|length| usize::try_from(length).ok());
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let name_end = at + 46 + name;
        let mut file = File {
            name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).into_owned(),
            is_encrypted: number(bytes, at + 8, 2)? & 1 == 1,
            method: u16::try_from(number(bytes, at + 10, 2)?).ok()?,
            packed: number(bytes, at + 20, 4)?,
            size: number(bytes, at + 24, 4)?,
            offset: number(bytes, at + 42, 4)?,
        };
        lengthen(&mut file, bytes.get(name_end..name_end + extra)?);
        found.push(file);
        at = name_end + extra + comment;
    }
    Some(found)
}

/// Takes the sizes that don't fit into four bytes from zip64's own field.
fn lengthen(file: &mut File, mut extra: &[u8]) {
    while let (Some(kind), Some(length)) = (number(extra, 0, 2), number(extra, 2, 2)) {
        let field = extra.get(4..4 + length as usize).unwrap_or_default();
        if kind == 1 {
            let long = [&mut file.size, &mut file.packed, &mut file.offset];
            let short = long.into_iter().filter(|size| **size == u64::from(u32::MAX));
            for (index, size) in short.enumerate() {
                *size = number(field, 8 * index, 8).unwrap_or(*size);
            }
        }
        extra = extra.get(4 + length as usize..).unwrap_or_default();
    }
}
