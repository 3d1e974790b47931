//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use super::cells::Cells;
use super::csv::CsvReading;
use super::error::DataError;
use super::json::JsonReading;
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
        let mut reading = SheetReading::begin(Cow::Borrowed(bytes))?;
        while reading.advance(usize::MAX)? {}
        reading.finish()
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

/// A file that is being read.
pub struct SheetReading<'a> {
    /// Bytes of its text.
    total: usize,
    /// Its beginning, up to the first letter that is no UTF-8.
    odd: Option<String>,
    form: Form<'a>,
}

enum Form<'a> {
    Csv(CsvReading<'a>),
    Json(JsonReading<'a>),
}

impl<'a> SheetReading<'a> {
    /// Unpacks and decodes a file, and finds what form it has.
    pub fn begin(bytes: Cow<'a, [u8]>) -> Result<Self, DataError> {
        text::check_size(bytes.len())?;
        let bytes = match gzip::is_gzip(&bytes) {
            true => Cow::Owned(gzip::unpack(&bytes, text::LIMIT)?),
            false => bytes,
        };
        let (text, odd) = text::decode(bytes)?;
        let odd = odd.map(|end| text[..end].to_owned());
        let total = text.len();
        let form = match json::format(&text) {
            Some(format) => Form::Json(JsonReading::begin(text, format)),
            None => Form::Csv(CsvReading::begin(text)?),
        };
        Ok(Self { total, odd, form })
    }

    /// Bytes of the text.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        match &self.form {
            Form::Csv(reading) => reading.read(),
            Form::Json(reading) => reading.read(),
        }
    }

    /// Share of the columns whose cells are gathered.
    pub fn gathered(&self) -> f64 {
        match &self.form {
            Form::Csv(reading) => reading.gathered(),
            Form::Json(_) => 0.0,
        }
    }

    /// Does a slice of the work: about so many bytes, or one column; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        match &mut self.form {
            Form::Csv(reading) => reading.advance(bytes),
            Form::Json(reading) => reading.advance(bytes),
        }
    }

    /// The table, once there is no more to do.
    pub fn finish(self) -> Result<Sheet, DataError> {
        let mut sheet = match self.form {
            Form::Csv(reading) => reading.finish(),
            Form::Json(reading) => reading.finish(),
        };
        if let Some(text) = self.odd {
            sheet.warnings.insert(0, sheet.not_utf8(&text));
        }
        match sheet.rows {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow { row: sheet.first_row }),
            _ => Ok(sheet),
        }
    }
}
