//! The first rows of a delimited text, looked at to find out how it is laid out.

use crate::read::missing;
use crate::read::number::NumberFormat;
use crate::read::records::{Dialect, Record, Records};

/// Records looked at.
const SIZE: usize = 100;

/// One of the first records; rows of delimiters only are left out of these.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its cells.
    pub cells: Record<'a>,
    /// Its row, as a spreadsheet counts.
    pub row: usize,
    /// Where the text goes on behind it.
    pub end: usize,
    /// Whether an empty row stands before it.
    pub is_set_off: bool,
}

impl Line<'_> {
    /// Cells with something in them.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Cells up to the last with something in it.
    pub fn reach(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1)
    }

    /// Whether nothing stands between its filled cells and its beginning.
    pub fn is_from_the_left(&self) -> bool {
        self.filled() == self.reach()
    }

    /// A cell, empty where the line is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.as_ref())
    }
}

/// The first records of a text from a byte on, below some rows.
pub fn take(text: &str, dialect: Dialect, start: usize, rows: usize) -> Vec<Line<'_>> {
    let mut records = Records::new(dialect, start, rows);
    let mut cells = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut last = rows;
    while lines.len() < SIZE && records.row() < rows + 3 * SIZE && records.read(text, &mut cells) {
        let line = Line { cells: cells.clone(), row: records.row(), end: records.place(), is_set_off: false };
        if line.filled() > 0 {
            let is_set_off = line.row > last + 1;
            last = line.row;
            lines.push(Line { is_set_off, ..line });
        }
    }
    lines
}

/// The most frequent number of cells, the largest of equals, and how many lines have it.
pub fn usual_width(widths: impl Iterator<Item = usize> + Clone) -> (usize, usize) {
    let agreeing = |width: usize| widths.clone().filter(|&other| other == width).count();
    let found = widths.clone().map(|width| (width, agreeing(width)));
    found.max_by_key(|&(width, agreeing)| (agreeing, width)).unwrap_or((0, 0))
}

/// Whether a cell is a number by itself.
pub fn is_number(cell: &str, delimiter: char) -> bool {
    !cell.is_empty() && !is_infinite(cell) && NumberFormat::find(std::iter::once(cell), delimiter).is_some()
}

/// Whether some cells are numbers written in one way, but for those without a value; `false` if all are without one.
pub fn are_numbers<'a>(cells: impl Iterator<Item = &'a str> + Clone, delimiter: char) -> bool {
    let present = cells.filter(|cell| !missing::is_usual(cell));
    present.clone().next().is_some()
        && present.clone().all(|cell| !is_infinite(cell))
        && NumberFormat::find(present, delimiter).is_some()
}

/// A column may be named “inf”.
fn is_infinite(cell: &str) -> bool {
    cell.to_ascii_lowercase().contains("inf")
}

/// Which columns hold numbers in most of some lines, and nothing else.
pub fn numeric_columns(lines: &[Line], width: usize, delimiter: char) -> Vec<bool> {
    let column = |column: usize| {
        let cells = lines.iter().map(move |line| line.cell(column));
        let present = cells.clone().filter(|cell| !missing::is_usual(cell)).count();
        present > 1 && 2 * present >= lines.len() && are_numbers(cells, delimiter)
    };
    (0..width).map(column).collect()
}
