//! Cells and lines: what is a table of itself.

use serde::{Deserialize, Serialize};

/// Cells of rows and columns, shaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grid {
    /// What stands where both heads meet, such as “actual ↓ predicted →”.
    pub corner: String,
    /// Name of each row.
    pub rows: Vec<String>,
    /// Name of each column.
    pub columns: Vec<String>,
    /// `[row][column]`
    pub cells: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How strong it is shaded, from -1 to 1; below 0 as what works against something.
    pub share: f64,
    /// The table's rows behind it; empty where it stands for none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rows: Vec<u32>,
    /// What is said of it when it is pointed at; empty for nothing.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
}

impl Cell {
    /// Without shade or rows.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// With what is said when it is pointed at.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// With a shade; no number gives none.
    pub fn shaded(mut self, share: f64) -> Self {
        self.share = if share.is_finite() { share.clamp(-1.0, 1.0) } else { 0.0 };
        self
    }
}

/// Lines of text and numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// From left to right; the first one names the line.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its head.
    pub name: String,
    /// Whether its cells are numbers, which stand to the right.
    pub is_number: bool,
}

impl Column {
    /// Of text.
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_number: false }
    }

    /// Of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_number: true }
    }
}

/// A line of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// One a column.
    pub cells: Vec<Cell>,
    /// The table's rows behind it; empty where it stands for none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rows: Vec<u32>,
}

/// Masks of a few pictures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Masks {
    /// Pixels in a row of a mask.
    pub width: usize,
    /// Classes of pixels.
    pub classes: usize,
    /// The row of the table that each picture stands in.
    pub rows: Vec<u32>,
    /// `[picture][pixel]`; 255 where a pixel has no class.
    pub actual: Vec<Vec<u8>>,
    /// `[picture][pixel]`
    pub predicted: Vec<Vec<u8>>,
}
