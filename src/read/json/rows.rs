//! Rows of JSON become columns, by the form they are written in, with what was odd about them.

use std::borrow::Cow;

use serde::de::{Deserialize as _, DeserializeSeed as _, Error as _};
use serde_json::{Error, Value};

use super::columns::Columns;
use super::feature::FeatureSeed;
use super::scan::without_nan;
use super::seed::{CellSeed, ListSeed, RowSeed};
use crate::read::number;

/// How a row is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `{"age": 3}`, without the key of a running number that pandas added.
    Object {
        /// That key.
        left_out: Option<String>,
    },
    /// A feature of GeoJSON.
    Feature,
    /// `[3, "x"]`; the first may hold names.
    List,
}

impl Form {
    /// An object of which every key is a column.
    pub const OBJECT: Self = Self::Object { left_out: None };
}

/// What was read so far.
#[derive(Default)]
pub struct Rows {
    /// The cells.
    pub columns: Columns,
    /// Whether the first list held the names.
    pub has_header_row: bool,
    /// Columns that got their names before any row of lists; none where rows are no lists.
    width: Option<usize>,
    /// Whether those were made up.
    is_made_up: bool,
    /// Geometries that are no points.
    shapes: usize,
    /// Values that Python wrote and that are no numbers.
    no_numbers: usize,
}

impl Rows {
    /// Gives columns names before any row is read, for rows that are lists.
    pub fn name(&mut self, names: &[String]) -> Result<(), Error> {
        self.width = Some(names.len());
        names.iter().try_for_each(|name| self.columns.name(name))
    }

    /// One row.
    ///
    /// - `key`: the row's own name, and the column for such names before it
    pub fn read(&mut self, text: &str, form: &Form, key: Option<(&str, &str)>) -> Result<(), Error> {
        let (text, no_numbers) = without_nan(text);
        self.no_numbers += no_numbers;
        if let Some((column, key)) = key {
            self.columns.of::<Error>(column)?.push(key.trim());
        }
        let mut reader = serde_json::Deserializer::from_str(&text);
        let columns = &mut self.columns;
        let is_row = match form {
            Form::Object { left_out } => {
                let seed = RowSeed { columns, left_out: left_out.as_deref(), is_optional: false };
                seed.deserialize(&mut reader).map(|()| true)
            }
            Form::Feature => {
                FeatureSeed { columns, shapes: &mut self.shapes }.deserialize(&mut reader).map(|()| true)
            }
            Form::List => match self.width {
                Some(width) => ListSeed { columns, width }.deserialize(&mut reader).map(|()| true),
                None => Vec::<Value>::deserialize(&mut reader).and_then(|cells| self.read_first_list(cells)),
            },
        }?;
        reader.end()?;
        self.columns.rows += usize::from(is_row);
        Ok(())
    }

    /// One cell of a row.
    pub fn read_cell(&mut self, text: &str, row: usize, name: &str) -> Result<(), Error> {
        let (text, no_numbers) = without_nan(text);
        self.no_numbers += no_numbers;
        self.columns.rows = row;
        let mut reader = serde_json::Deserializer::from_str(&text);
        CellSeed { columns: &mut self.columns, name: Cow::Borrowed(name) }.deserialize(&mut reader)?;
        reader.end()
    }

    /// What is odd about the rows.
    pub fn oddities(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.is_made_up {
            let last = self.columns.header.last().map_or("", String::as_str);
            found.push(format!(
                "no list of names stands above the rows, so columns are named “column 1” to “{last}”: put one first"
            ));
        }
        if let Some(name) = &self.columns.unread {
            found.push(format!(
                "objects within the rows have more keys than the {} that become columns: “{name}” and new ones after it were left out",
                Columns::MOST_NESTED
            ));
        }
        if self.shapes > 0 {
            found.push(format!(
                "{} rows have a geometry that is no point, of which only the kind was kept: write what matters about it as properties",
                self.shapes
            ));
        }
        if self.no_numbers > 0 {
            found.push(format!(
                "{} values are NaN or Infinity, which are no numbers, and were read as missing",
                self.no_numbers
            ));
        }
        found
    }

    /// The first list: names, or a row of columns without any. Returns whether it is a row.
    fn read_first_list(&mut self, cells: Vec<Value>) -> Result<bool, Error> {
        let names: Vec<String> =
            cells.iter().filter_map(Value::as_str).map(|name| name.trim().to_owned()).collect();
        let is_name = |name: &String| !name.is_empty() && number::plain(name).is_none();
        if !cells.is_empty() && names.len() == cells.len() && names.iter().all(is_name) {
            self.has_header_row = true;
            return self.name(&names).map(|()| false);
        }
        self.is_made_up = true;
        self.name(&(1..=cells.len()).map(|index| format!("column {index}")).collect::<Vec<_>>())?;
        for (index, cell) in cells.into_iter().enumerate() {
            let name = Cow::Owned(format!("column {}", index + 1));
            CellSeed { columns: &mut self.columns, name }.deserialize(cell).map_err(Error::custom)?;
        }
        Ok(true)
    }
}
