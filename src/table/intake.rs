//! Takes a file in slice by slice, so that others are heard in between: first its text, then what each column holds.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::read::cells::Cells;
use crate::read::missing::Marks;
use crate::read::number::NumberHint;
use crate::read::sheet_reading::SheetReading;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::{Decimal, ReadingChoice};
use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::Table;
use crate::table::choices::Choices;
use crate::table::column::Column;
use crate::table::join::Joined;

/// A file that is becoming a table.
pub struct Intake<'a> {
    name: String,
    marks: Marks,
    work: Work<'a>,
}

enum Work<'a> {
    Text(Box<SheetReading<'a>>),
    Columns {
        /// All but its columns.
        joined: Box<Joined>,
        left: std::vec::IntoIter<Cells>,
        found: Vec<Column>,
        /// Bytes of the text.
        total: usize,
    },
    /// Something in the file can't be read, and has been told.
    Failed,
}

impl Work<'_> {
    fn columns(mut joined: Joined, total: usize) -> Self {
        let left = std::mem::take(&mut joined.sheet.columns).into_iter();
        Self::Columns { joined: Box::new(joined), left, found: Vec::new(), total }
    }
}

impl<'a> Intake<'a> {
    /// Begins with a file, read as it was chosen.
    pub fn begin(
        name: &str,
        bytes: Cow<'a, [u8]>,
        marks: &Marks,
        choice: &ReadingChoice,
    ) -> Result<Self, DataError> {
        let reading = SheetReading::begin(bytes, choice)?;
        Ok(Self { name: name.into(), marks: marks.clone(), work: Work::Text(Box::new(reading)) })
    }

    /// Begins with what was read already.
    pub fn of(name: &str, joined: Joined, marks: &Marks) -> Self {
        Self { name: name.into(), marks: marks.clone(), work: Work::columns(joined, 0) }
    }

    /// Does a slice of the work: about so many bytes of text, or one column; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        self.work = match std::mem::replace(&mut self.work, Work::Failed) {
            Work::Text(mut reading) => {
                if reading.advance(bytes)? {
                    self.work = Work::Text(reading);
                    return Ok(true);
                }
                let total = reading.total();
                Work::columns(reading.finish()?.into(), total)
            }
            Work::Columns { joined, mut left, mut found, total } => {
                if let Some(cells) = left.next() {
                    let (name, delimiter) =
                        (joined.sheet.header[found.len()].clone(), joined.delimiters[found.len()]);
                    let decimal = joined.sheet.reading.decimal.map(Decimal::sign);
                    let column =
                        Column::new(name, cells, self.marks.clone(), NumberHint { delimiter, decimal });
                    // Counted now, so that the end of the work is no long slice.
                    column.values();
                    found.push(column);
                }
                Work::Columns { joined, left, found, total }
            }
            Work::Failed => Work::Failed,
        };
        Ok(matches!(&self.work, Work::Columns { left, .. } if left.len() > 0))
    }

    /// Bytes of the text; of the packed file while that is unpacked.
    pub fn total(&self) -> usize {
        match &self.work {
            Work::Text(reading) => reading.total(),
            Work::Columns { total, .. } => *total,
            Work::Failed => 0,
        }
    }

    /// Bytes of these read so far.
    pub fn read(&self) -> usize {
        match &self.work {
            Work::Text(reading) => reading.read(),
            Work::Columns { total, .. } => *total,
            Work::Failed => 0,
        }
    }

    /// Share of all work done so far: finding types is a quarter, roughly.
    pub fn done(&self) -> f64 {
        match &self.work {
            Work::Text(reading) => 0.75 * reading.done(),
            Work::Columns { joined, found, .. } => {
                0.75 + found.len() as f64 / joined.sheet.header.len().max(1) as f64 / 4.0
            }
            Work::Failed => 1.0,
        }
    }

    /// Whether a column of that name was read, once the text is.
    pub fn has_column(&self, name: &str) -> bool {
        match &self.work {
            Work::Columns { joined, .. } => joined.sheet.header.iter().any(|header| header == name),
            Work::Text(_) | Work::Failed => false,
        }
    }

    /// The table, once there is no more to do; roles and types that are not chosen are found.
    ///
    /// - `written_as`: how the file was written, if not as what was read
    /// - `oddities`: what was odd about it before, as sentences
    pub fn finish(
        self,
        choices: &Choices,
        written_as: Option<Format>,
        oddities: Vec<String>,
    ) -> Result<Table, DataError> {
        match self.work {
            Work::Columns { mut joined, found, .. } => {
                joined.sheet.format = written_as.unwrap_or(joined.sheet.format);
                let warnings = oddities.into_iter().map(|message| Warning { message, place: None });
                joined.sheet.warnings.splice(0..0, warnings);
                Table::of(&self.name, *joined, found, choices)
            }
            Work::Text(_) | Work::Failed => Err(DataError::NoRows),
        }
    }
}

impl Table {
    /// Reads a file; roles and types that are not given are found.
    pub fn read(
        name: &str,
        bytes: &[u8],
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
    ) -> Result<Self, DataError> {
        Self::read_with_marks(name, bytes, roles, types, &Marks::default())
    }

    /// Reads a file in which cells without a value have marks of their own.
    pub fn read_with_marks(
        name: &str,
        bytes: &[u8],
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
        marks: &Marks,
    ) -> Result<Self, DataError> {
        let mut intake = Intake::begin(name, Cow::Borrowed(bytes), marks, &ReadingChoice::default())?;
        while intake.advance(usize::MAX)? {}
        let choices = Choices { roles: roles.clone(), types: types.clone(), has_suggested_task: false };
        intake.finish(&choices, None, Vec::new())
    }

    /// Reads a file as it was chosen; roles and types are found.
    pub fn read_as(name: &str, bytes: &[u8], reading: &ReadingChoice) -> Result<Self, DataError> {
        let mut intake = Intake::begin(name, Cow::Borrowed(bytes), &Marks::default(), reading)?;
        while intake.advance(usize::MAX)? {}
        intake.finish(&Choices::default(), None, Vec::new())
    }
}
