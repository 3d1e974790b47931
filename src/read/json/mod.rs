//! JSON to columns of cells, however programs write tables: rows as objects or lists, one a line or in a list, in an
//! envelope, or columns as lists or objects. Trouble is said by row.

mod columns;
mod feature;
mod pieces;
mod rows;
mod scan;
mod seed;
mod shape;
mod vectors;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use self::pieces::{Piece, Pieces};
use self::rows::{Form, Rows};
use self::shape::{Parts, Shape};
use self::vectors::Spread;
use crate::read::cells::{Cells, CellsBuilder};
use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::read::sheet::Sheet;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::warning::Warning;

/// Whether a text begins like JSON.
pub fn is_json(text: &str) -> bool {
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{1e}');
    match (signs.next(), signs.next()) {
        (Some('['), Some('{' | '[' | ']') | None) | (Some('{'), Some('"' | '}') | None) => true,
        (Some('['), Some(_)) => has_lines_of_lists(text),
        _ => false,
    }
}

/// Whether the first two lines are lists each.
fn has_lines_of_lists(text: &str) -> bool {
    let is_list = |line: &str| serde_json::from_str::<Vec<serde_json::Value>>(line).is_ok();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(is_list) && lines.next().is_some_and(|line| line.trim_start().starts_with('['))
}

/// JSON that is being read; columns are the keys, in order of their first appearance.
pub struct JsonReading<'a> {
    text: Cow<'a, str>,
    format: Format,
    /// Bytes read so far.
    at: usize,
    work: Work,
    rows: Rows,
    oddities: Vec<String>,
    header: Vec<String>,
    columns: Vec<Cells>,
}

enum Work {
    /// Reading rows, with the column for their own names.
    Rows { pieces: Pieces, form: Form, index: Option<&'static str> },
    /// Reading columns, by name and range; rows by name, where they have names.
    Columns { left: std::vec::IntoIter<(String, Range<usize>)>, rows: HashMap<String, usize> },
    /// Looking for lists of numbers in what was read.
    Spreading(std::vec::IntoIter<(String, CellsBuilder)>),
}

impl<'a> JsonReading<'a> {
    /// Finds where the table is; no row is read yet.
    pub fn begin(text: Cow<'a, str>) -> Result<Self, DataError> {
        let Shape { start, parts, oddity } = shape::find(&text)?;
        let mut rows = Rows::default();
        let work = match parts {
            Parts::Rows { pieces, form, names, index } => {
                if !names.is_empty() {
                    rows.name(&names).map_err(|error| trouble(&rows, &error.to_string()))?;
                }
                Work::Rows { pieces, form, index }
            }
            Parts::Columns(columns) => Work::Columns { left: columns.into_iter(), rows: HashMap::new() },
        };
        let format = match work {
            Work::Rows { pieces: Pieces::Lines | Pieces::Stream, .. } => Format::JsonLines,
            Work::Rows { .. } | Work::Columns { .. } | Work::Spreading(_) => Format::Json,
        };
        let oddities = oddity.into_iter().collect();
        Ok(Self { text, format, at: start, work, rows, oddities, header: Vec::new(), columns: Vec::new() })
    }

    /// Bytes of the text read so far.
    pub fn read(&self) -> usize {
        self.at.min(self.text.len())
    }

    /// Reads on for about so many bytes, or one column; returns whether there is more.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, DataError> {
        let is_read = match &mut self.work {
            Work::Rows { .. } => self.read_rows(bytes)?,
            Work::Columns { .. } => self.read_column()?,
            Work::Spreading(left) => {
                let Some((name, cells)) = left.next() else { return Ok(false) };
                let Spread { columns, oddity } = vectors::spread(name, cells.finish());
                self.oddities.extend(oddity);
                for (name, cells) in columns {
                    self.header.push(name);
                    self.columns.push(cells);
                }
                return Ok(true);
            }
        };
        if is_read {
            self.spread();
        }
        Ok(true)
    }

    /// What was read, once there is no more to do.
    pub fn finish(self) -> Sheet {
        let message = |message| Warning { message, place: None };
        Sheet {
            header: self.header,
            columns: self.columns,
            rows: self.rows.columns.rows,
            format: self.format,
            delimiter: ',',
            numbers: RowNumbers::starting(1 + usize::from(self.rows.has_header_row)),
            reading: ReadingChoice::default(),
            hints: Hints::default(),
            warnings: self.oddities.into_iter().map(message).collect(),
        }
    }

    /// Reads rows; returns whether that was all.
    fn read_rows(&mut self, bytes: usize) -> Result<bool, DataError> {
        let Self { text, at, work: Work::Rows { pieces, form, index }, rows, .. } = self else {
            return Ok(true);
        };
        let end = at.saturating_add(bytes);
        while *at < end {
            let piece = pieces.next(text, at).map_err(|reason| trouble(rows, &reason))?;
            let Some(Piece { range, key }) = piece else { return Ok(true) };
            let key = index.and_then(|index| Some((index, key.as_deref()?)));
            rows.read(&text[range.clone()], form, key).map_err(|error| match pieces {
                Pieces::Lines => trouble(rows, &error.to_string()),
                Pieces::Stream | Pieces::List { .. } | Pieces::Entries { .. } => {
                    trouble(rows, &located(&error, text, range.start))
                }
            })?;
        }
        Ok(false)
    }

    /// Reads a column; returns whether there was none left.
    fn read_column(&mut self) -> Result<bool, DataError> {
        let Self { text, at, work: Work::Columns { left, rows: by_name }, rows, .. } = self else {
            return Ok(true);
        };
        let Some((name, range)) = left.next() else { return Ok(true) };
        let mut most = rows.columns.rows;
        let mut cells: Vec<(usize, Range<usize>)> = match scan::elements(text, &range) {
            Some(cells) => cells.into_iter().enumerate().collect(),
            None => {
                let entries = scan::entries(text, &range).unwrap_or_default();
                let next = |(key, range)| {
                    let next = by_name.len();
                    (*by_name.entry(key).or_insert(next), range)
                };
                entries.into_iter().map(next).collect()
            }
        };
        cells.sort_by_key(|(row, _)| *row);
        for (row, range) in cells {
            most = most.max(row + 1);
            rows.read_cell(&text[range.clone()], row, &name)
                .map_err(|error| trouble(rows, &located(&error, text, range.start)))?;
        }
        rows.columns.rows = most;
        *at = range.end;
        Ok(false)
    }

    /// Goes on from reading to looking for lists of numbers.
    fn spread(&mut self) {
        self.oddities.extend(self.rows.oddities());
        self.at = self.text.len();
        let count = self.rows.columns.rows;
        let header = std::mem::take(&mut self.rows.columns.header);
        let mut cells = std::mem::take(&mut self.rows.columns.cells);
        cells.iter_mut().for_each(|column| column.fill(count));
        let is_outer = |name: &str| {
            header.iter().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
        };
        // Where an object is missing in a row, its own key has no cell in any.
        let is_kept = |(name, cells): &(String, CellsBuilder)| !cells.is_blank() || !is_outer(name);
        let mut left: Vec<_> = header.clone().into_iter().zip(cells).filter(is_kept).collect();
        if let Work::Columns { rows, .. } = &self.work
            && shape::are_names(rows.keys())
            && !header.iter().any(|name| name == "index")
        {
            let mut names: Vec<(&String, &usize)> = rows.iter().collect();
            names.sort_by_key(|(_, row)| **row);
            let mut index = CellsBuilder::default();
            names.iter().for_each(|(name, _)| index.push(name.trim()));
            left.insert(0, ("index".into(), index));
        }
        self.work = Work::Spreading(left.into_iter());
    }
}

fn trouble(rows: &Rows, reason: &str) -> DataError {
    DataError::Json { row: rows.columns.rows + 1 + usize::from(rows.has_header_row), reason: reason.into() }
}

/// Trouble with where it is in the whole text, not within a row's.
fn located(error: &serde_json::Error, text: &str, begin: usize) -> String {
    let reason = error.to_string();
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
    let before: usize = text[begin..].split_inclusive('\n').take(error.line().max(1) - 1).map(str::len).sum();
    format!("{reason} at {}", scan::position(text, begin + before + error.column().max(1) - 1))
}
