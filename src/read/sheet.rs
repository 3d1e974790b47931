//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use crate::read::cells::Cells;
use crate::read::csv::CsvReading;
use crate::read::gzip;
use crate::read::gzip::Unpacking;
use crate::read::json::JsonReading;
use crate::read::signature::{self, Container};
use crate::read::{csv, json, tar, text};
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::warning::{Place, Warning};

/// Share of the reading of a packed file that its unpacking is, roughly.
const UNPACKING: f64 = 0.25;

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
            Format::Json | Format::JsonLines | Format::Parquet | Format::Workbook => {
                (text.lines().count(), self.header.len())
            }
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
    /// Bytes of its text, once it is unpacked.
    total: usize,
    /// Its beginning, up to the first letter that is no UTF-8.
    odd: Option<String>,
    /// What was odd about the archive it came from.
    said: Option<String>,
    /// Share of the work that unpacking was.
    unpacking: f64,
    form: Form<'a>,
}

enum Form<'a> {
    Packed(Unpacking<'a>),
    Csv(CsvReading<'a>),
    Json(JsonReading<'a>),
}

impl<'a> SheetReading<'a> {
    /// Begins with a file, which may be packed.
    pub fn begin(bytes: Cow<'a, [u8]>) -> Result<Self, DataError> {
        text::check_size(bytes.len())?;
        if gzip::is_gzip(&bytes) {
            let form = Form::Packed(Unpacking::new(bytes, text::LIMIT));
            return Ok(Self { total: 0, odd: None, said: None, unpacking: 0.0, form });
        }
        Self::of_text(bytes)
    }

    /// Decodes a file, and finds what form it has.
    fn of_text(bytes: Cow<'a, [u8]>) -> Result<Self, DataError> {
        let mut said = None;
        let bytes = match signature::container(&bytes) {
            Some(Container::Tar) => {
                let (table, oddity) = tar::table(&bytes, None)?;
                said = oddity;
                Cow::Owned(table.to_vec())
            }
            Some(container) => return Err(DataError::Packaged { what: container.name() }),
            None => bytes,
        };
        let (text, odd) = text::decode(bytes)?;
        let odd = odd.map(|end| text[..end].to_owned());
        let total = text.len();
        let form = match json::is_json(&text) {
            true => Form::Json(JsonReading::begin(text)?),
            false => Form::Csv(CsvReading::begin(text)?),
        };
        Ok(Self { total, odd, said, unpacking: 0.0, form })
    }

    /// Bytes of the text; of the packed file while that is unpacked.
    pub fn total(&self) -> usize {
        match &self.form {
            Form::Packed(unpacking) => unpacking.packed().0,
            Form::Csv(_) | Form::Json(_) => self.total,
        }
    }

    /// Bytes of these read so far.
    pub fn read(&self) -> usize {
        match &self.form {
            Form::Packed(unpacking) => unpacking.packed().1,
            Form::Csv(reading) => reading.read(),
            Form::Json(reading) => reading.read(),
        }
    }

    /// Share of the work done so far: the text is two thirds, gathering equal cells the rest, roughly.
    pub fn done(&self) -> f64 {
        let text = self.read() as f64 / self.total().max(1) as f64;
        let done = match &self.form {
            Form::Packed(_) => return UNPACKING * text,
            Form::Csv(reading) => (2.0 * text + reading.gathered()) / 3.0,
            Form::Json(_) => 2.0 * text / 3.0,
        };
        self.unpacking + (1.0 - self.unpacking) * done
    }

    /// Does a slice of the work: about so many bytes, or one column; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        match &mut self.form {
            Form::Packed(unpacking) => {
                if !unpacking.advance(bytes)? {
                    let nothing = Unpacking::new(Cow::Borrowed(&[]), 0);
                    let unpacked = std::mem::replace(unpacking, nothing).finish();
                    *self = Self { unpacking: UNPACKING, ..Self::of_text(Cow::Owned(unpacked))? };
                }
                Ok(true)
            }
            Form::Csv(reading) => reading.advance(bytes),
            Form::Json(reading) => reading.advance(bytes),
        }
    }

    /// The table, once there is no more to do.
    pub fn finish(self) -> Result<Sheet, DataError> {
        let mut sheet = match self.form {
            Form::Packed(_) => return Err(DataError::NoRows),
            Form::Csv(reading) => reading.finish(),
            Form::Json(reading) => reading.finish(),
        };
        sheet.warnings.splice(0..0, self.said.map(|message| Warning { message, place: None }));
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
