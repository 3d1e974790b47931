//! The columns that rows of JSON fill: found by key, made when a key first appears, short where a row lacks the key.

use std::collections::HashMap;

use serde::de::Error;

use crate::read::cells::CellsBuilder;

/// What was read so far.
#[derive(Default)]
pub struct Columns {
    indices: HashMap<String, usize>,
    /// Columns' names, in order of their first appearance.
    pub header: Vec<String>,
    /// Their cells.
    pub cells: Vec<CellsBuilder>,
    /// Rows read.
    pub rows: usize,
    /// The first column that objects within rows would have made beyond the most.
    pub unread: Option<String>,
}

impl Columns {
    /// Most columns a table may have for objects within its rows to become more of them: keys may be names of people.
    pub const MOST_NESTED: usize = 5000;

    /// Gives a column its name before any row is read.
    pub fn name<E: Error>(&mut self, name: &str) -> Result<(), E> {
        let before = self.header.len();
        self.index(name)?;
        match self.header.len() > before {
            true => Ok(()),
            false => Err(E::custom(format_args!("the name “{}” stands twice", name.trim()))),
        }
    }

    /// The column of a key, to which the present row's cell may be added.
    pub fn of<E: Error>(&mut self, key: &str) -> Result<&mut CellsBuilder, E> {
        let index = self.index(key)?;
        let column = &mut self.cells[index];
        if column.len() > self.rows {
            return Err(E::custom(format_args!("the key “{}” stands twice in it", key.trim())));
        }
        column.fill(self.rows);
        Ok(column)
    }

    /// Whether the present row has a cell under a key.
    pub fn has_cell(&self, key: &str) -> bool {
        self.indices.get(key).is_some_and(|&index| self.cells[index].len() > self.rows)
    }

    /// Whether a key within a row's object may have a column; one that may not is remembered.
    pub fn takes_nested(&mut self, key: &str) -> bool {
        let is_taken = self.header.len() < Self::MOST_NESTED || self.indices.contains_key(key.trim());
        if !is_taken && self.unread.is_none() {
            self.unread = Some(key.to_owned());
        }
        is_taken
    }

    fn index<E: Error>(&mut self, key: &str) -> Result<usize, E> {
        let key = key.trim();
        if key.is_empty() {
            return Err(E::custom("a key has no name"));
        }
        if let Some(&index) = self.indices.get(key) {
            return Ok(index);
        }
        self.indices.insert(key.to_owned(), self.header.len());
        self.header.push(key.to_owned());
        self.cells.push(CellsBuilder::default());
        Ok(self.header.len() - 1)
    }
}
