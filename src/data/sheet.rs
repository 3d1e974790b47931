//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use super::cells::Cells;
use super::error::DataError;
use super::summary::Format;
use super::{csv, gzip, json, text};

/// A table as it was read.
#[derive(Debug)]
pub struct Sheet {
    /// Column names.
    pub header: Vec<String>,
    /// One entry a name, all equally long, cells trimmed.
    pub columns: Vec<Cells>,
    /// Data rows.
    pub rows: usize,
    /// How it was written.
    pub format: Format,
    /// Between cells, in delimited text.
    pub delimiter: char,
    /// Row of the first data row, as a spreadsheet counts: a header is row 1, and comments above it count.
    pub first_row: usize,
    /// Odd but not fatal.
    pub warnings: Vec<String>,
}

impl Sheet {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, DataError> {
        text::check_size(bytes.len())?;
        let bytes = match gzip::is_gzip(bytes) {
            true => Cow::Owned(gzip::unpack(bytes, text::LIMIT)?),
            false => Cow::Borrowed(bytes),
        };
        let mut warnings = Vec::new();
        let text = text::decode(&bytes, &mut warnings)?;
        if text.trim().is_empty() {
            return Err(DataError::Empty);
        }
        let mut sheet = match json::format(&text) {
            Some(format) => json::read(&text, format)?,
            None => csv::read(&text)?,
        };
        warnings.append(&mut sheet.warnings);
        sheet.warnings = warnings;
        match sheet.rows {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow { row: sheet.first_row }),
            _ => Ok(sheet),
        }
    }
}
