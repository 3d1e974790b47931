//! Unpacks a file until what holds its table is text, or something that another module reads.

use crate::read::archive::Unpacked;
use crate::read::signature::{Container, container};
use crate::read::{gzip, packed, parquet, tar, text, zip};
use crate::schema::error::DataError;
use crate::schema::format::Format;

/// Packages within packages that are opened.
const DEEPEST: usize = 4;

/// Unpacks a file.
///
/// - `name`: its name, as nothing but the ending tells that a file is packed by Brotli
/// - `asked`: the name of the file to read, where it is an archive
pub fn unpack(bytes: Vec<u8>, name: &str, asked: Option<&str>) -> Result<Unpacked, DataError> {
    let mut found = Unpacked { bytes, written_as: None, oddities: Vec::new() };
    let mut name = name.to_lowercase();
    for _ in 0..DEEPEST {
        found.bytes = match container(&found.bytes) {
            Some(Container::Parquet) => {
                found.written_as = Some(Format::Parquet);
                found.bytes = parquet::to_json_lines(found.bytes)?;
                return Ok(found);
            }
            Some(Container::Zstandard) => packed::zstandard(&found.bytes, text::LIMIT)?,
            Some(Container::Zip) => {
                let (bytes, inner, oddity) = zip::table(&found.bytes, asked, text::LIMIT)?;
                found.oddities.extend(oddity);
                name = inner.to_lowercase();
                bytes
            }
            Some(Container::Tar) => {
                let (table, oddity) = tar::table(&found.bytes, asked)?;
                found.oddities.extend(oddity);
                table.to_vec()
            }
            Some(Container::Gzip) => gzip::unpack(&found.bytes, text::LIMIT)?,
            None if name.ends_with(".br") => {
                name.clear();
                packed::brotli(&found.bytes, text::LIMIT)?
            }
            Some(Container::Workbook) | None => return Ok(found),
        };
    }
    Err(DataError::Unpacking { what: "file", reason: "it holds packages within packages".into() })
}
