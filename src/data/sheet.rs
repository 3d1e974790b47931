//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use super::cells::Cells;
use super::csv::CsvReading;
use super::error::DataError;
use super::json::JsonReading;
use super::summary::Format;
use super::{gzip, json, text};

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
        let mut reading = SheetReading::begin(Cow::Borrowed(bytes))?;
        while reading.advance(usize::MAX)? {}
        reading.finish()
    }
}

/// A file that is being read.
pub struct SheetReading<'a> {
    /// Bytes of its text.
    total: usize,
    warnings: Vec<String>,
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
        let mut warnings = Vec::new();
        let text = text::decode(bytes, &mut warnings)?;
        let total = text.len();
        let form = match json::format(&text) {
            Some(format) => Form::Json(JsonReading::begin(text, format)),
            None => Form::Csv(CsvReading::begin(text)?),
        };
        Ok(Self { total, warnings, form })
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
        sheet.warnings.splice(..0, self.warnings);
        match sheet.rows {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow { row: sheet.first_row }),
            _ => Ok(sheet),
        }
    }
}
