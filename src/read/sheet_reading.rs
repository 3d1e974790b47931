//! Bytes to named columns of cells, whatever format they are in.

use std::borrow::Cow;

use crate::read::csv::CsvReading;
use crate::read::gzip;
use crate::read::gzip::Unpacking;
use crate::read::json::JsonReading;
use crate::read::libsvm::LibsvmReading;
use crate::read::records::Dialect;
use crate::read::sheet::Sheet;
use crate::read::signature::{self, Container};
use crate::read::text::Decoded;
use crate::read::{arff, csv, encoding, json, libsvm, tar, text};
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::warning::{Place, Warning};

/// Share of the reading of a packed file that its unpacking is, roughly.
const UNPACKING: f64 = 0.25;

impl Sheet {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, DataError> {
        Self::read_as(bytes, &ReadingChoice::default())
    }

    /// Reads a file as it was chosen.
    pub fn read_as(bytes: &[u8], choice: &ReadingChoice) -> Result<Self, DataError> {
        let mut reading = SheetReading::begin(Cow::Borrowed(bytes), choice)?;
        while reading.advance(usize::MAX)? {}
        reading.finish()
    }

    /// The warning about an encoding that was guessed, because of the last letter of a text or of none.
    fn not_utf8(&self, text: &str, encoding: &str) -> Warning {
        let encoding = encoding::title(encoding);
        if text.is_empty() {
            let message = format!(
                "the file does not say its encoding and was read as {encoding}: if letters look wrong, choose another one under “How the file was read”"
            );
            return Warning { message, place: None };
        }
        let (row, column) = match self.format {
            Format::Csv | Format::Arff => {
                let quotes = self.reading.quotes.unwrap_or_default();
                let delimiter = u8::try_from(self.delimiter).unwrap_or(b',');
                csv::last_cell(text, Dialect { quotes, ..Dialect::from(delimiter) })
            }
            // Lines say little about rows there.
            Format::Json | Format::JsonLines | Format::Libsvm | Format::Parquet | Format::Workbook => {
                (text.lines().count(), self.header.len())
            }
        };
        let message = format!(
            "row {row} is not valid UTF-8, so the file was read as {encoding}: if letters look wrong, choose another encoding under “How the file was read”, or save the file as UTF-8"
        );
        let cell = self.header.get(column).filter(|_| row >= self.numbers.first());
        Warning { message, place: cell.map(|column| Place::cell(row, column)) }
    }
}

/// A file that is being read.
pub struct SheetReading<'a> {
    /// Bytes of its text, once it is unpacked.
    total: usize,
    choice: ReadingChoice,
    /// Name of its encoding.
    encoding: &'static str,
    /// Where that was guessed: the beginning of the file, up to the first letter that is no UTF-8 if that tells it.
    odd: Option<String>,
    /// What was odd about the archive it came from.
    said: Option<String>,
    /// Share of the work that unpacking was.
    unpacking: f64,
    form: Form<'a>,
}

enum Form<'a> {
    Packed(Unpacking<'a>),
    Csv(Box<CsvReading<'a>>),
    Json(JsonReading<'a>),
    Libsvm(LibsvmReading<'a>),
}

impl<'a> SheetReading<'a> {
    /// Begins with a file, which may be packed.
    pub fn begin(bytes: Cow<'a, [u8]>, choice: &ReadingChoice) -> Result<Self, DataError> {
        text::check_size(bytes.len())?;
        if gzip::is_gzip(&bytes) {
            let form = Form::Packed(Unpacking::new(bytes, text::LIMIT));
            let choice = choice.clone();
            return Ok(Self { total: 0, choice, encoding: "", odd: None, said: None, unpacking: 0.0, form });
        }
        Self::of_text(bytes, choice.clone())
    }

    /// Decodes a file, and finds what form it has.
    fn of_text(bytes: Cow<'a, [u8]>, choice: ReadingChoice) -> Result<Self, DataError> {
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
        let Decoded { text, encoding, is_guessed, odd } = text::decode(bytes, choice.encoding.as_deref())?;
        let odd = is_guessed.then(|| odd.map_or_else(String::new, |end| text[..end].to_owned()));
        let total = text.len();
        let form = if json::is_json(&text) {
            Form::Json(JsonReading::begin(text)?)
        } else if arff::is_arff(&text) {
            Form::Csv(Box::new(arff::begin(text, &choice)?))
        } else if libsvm::is_libsvm(&text) {
            Form::Libsvm(LibsvmReading::begin(text))
        } else {
            Form::Csv(Box::new(CsvReading::begin(text, &choice)?))
        };
        Ok(Self { total, choice, encoding, odd, said, unpacking: 0.0, form })
    }

    /// Bytes of the text; of the packed file while that is unpacked.
    pub fn total(&self) -> usize {
        match &self.form {
            Form::Packed(unpacking) => unpacking.packed().0,
            Form::Csv(_) | Form::Json(_) | Form::Libsvm(_) => self.total,
        }
    }

    /// Bytes of these read so far.
    pub fn read(&self) -> usize {
        match &self.form {
            Form::Packed(unpacking) => unpacking.packed().1,
            Form::Csv(reading) => reading.read(),
            Form::Json(reading) => reading.read(),
            Form::Libsvm(reading) => reading.read(),
        }
    }

    /// Share of the work done so far: the text is two thirds, gathering equal cells the rest, roughly.
    pub fn done(&self) -> f64 {
        let text = self.read() as f64 / self.total().max(1) as f64;
        let done = match &self.form {
            Form::Packed(_) => return UNPACKING * text,
            Form::Csv(reading) => (2.0 * text + reading.gathered()) / 3.0,
            Form::Json(_) | Form::Libsvm(_) => 2.0 * text / 3.0,
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
                    *self = Self {
                        unpacking: UNPACKING,
                        ..Self::of_text(Cow::Owned(unpacked), self.choice.clone())?
                    };
                }
                Ok(true)
            }
            Form::Csv(reading) => reading.advance(bytes),
            Form::Json(reading) => reading.advance(bytes),
            Form::Libsvm(reading) => reading.advance(bytes),
        }
    }

    /// The table, once there is no more to do.
    pub fn finish(self) -> Result<Sheet, DataError> {
        let mut sheet = match self.form {
            Form::Packed(_) => return Err(DataError::NoRows),
            Form::Csv(reading) => reading.finish(),
            Form::Json(reading) => reading.finish(),
            Form::Libsvm(reading) => reading.finish(),
        };
        sheet.warnings.splice(0..0, self.said.map(|message| Warning { message, place: None }));
        if let Some(text) = self.odd {
            sheet.warnings.insert(0, sheet.not_utf8(&text, self.encoding));
        }
        sheet.reading.decimal = self.choice.decimal;
        sheet.reading.encoding = Some(self.encoding.to_ascii_lowercase());
        match sheet.rows {
            0 => Err(DataError::NoRows),
            1 => Err(DataError::OneRow { row: sheet.numbers.first() }),
            _ => Ok(sheet),
        }
    }
}
