//! Named columns of cells, as they were read.

use crate::read::cells::Cells;
use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::warning::Warning;

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
    /// Where data rows stand, as a spreadsheet counts: a header is row 1, and comments above it count.
    pub numbers: RowNumbers,
    /// How it was read.
    pub reading: ReadingChoice,
    /// What the file says about its columns.
    pub hints: Hints,
    /// Odd but not fatal.
    pub warnings: Vec<Warning>,
}
