//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use super::cells::Cells;
use super::error::DataError;
use super::summary::Format;
use super::warning::{Place, Warning};
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
    pub warnings: Vec<Warning>,
}

impl Sheet {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, DataError> {
        text::check_size(bytes.len())?;
        let bytes = match gzip::is_gzip(bytes) {
            true => Cow::Owned(gzip::unpack(bytes, text::LIMIT)?),
            false => Cow::Borrowed(bytes),
        };
        let (text, odd) = text::decode(&bytes)?;
        if text.trim().is_empty() {
            return Err(DataError::Empty);
        }
        let mut sheet = match json::format(&text) {
            Some(format) => json::read(&text, format)?,
            None => csv::read(&text)?,
        };
        if let Some(end) = odd {
            sheet.warnings.insert(0, sheet.not_utf8(&text[..end]));
        }
        match sheet.rows {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow { row: sheet.first_row }),
            _ => Ok(sheet),
        }
    }

    /// The warning about a text that ends with the first letter that is no UTF-8.
    fn not_utf8(&self, text: &str) -> Warning {
        let (row, column) = match self.format {
            Format::Csv => csv::last_cell(text, self.delimiter),
            // Lines say little about rows there.
            Format::Json | Format::JsonLines | Format::Parquet => (text.lines().count(), self.header.len()),
        };
        let message = format!(
            "row {row} is not valid UTF-8, so the file was read as Windows-1252: if letters look wrong, save it as UTF-8"
        );
        let cell = self.header.get(column).filter(|_| row >= self.first_row);
        Warning { message, place: cell.map(|column| Place::cell(row, column)) }
    }
}
