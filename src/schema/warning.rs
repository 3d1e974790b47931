//! What is odd about a table but not fatal, and the cell that shows it.

use serde::{Deserialize, Serialize};

/// A row of a table, or one cell of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// As a spreadsheet counts: a header is row 1.
    pub row: usize,
    /// The column's name, where one cell is meant.
    pub column: Option<String>,
}

/// A sentence about something odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What, where and what to do.
    pub message: String,
    /// Where in the table, if it is in one place.
    pub place: Option<Place>,
}

impl Place {
    /// One cell.
    pub fn cell(row: usize, column: &str) -> Self {
        Self { row, column: Some(column.into()) }
    }
}
