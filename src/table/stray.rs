//! Finds the few cells that keep a column from being one of numbers.

use crate::read::number;
use crate::read::row_numbers::RowNumbers;
use crate::schema::column::ColumnKind;
use crate::schema::warning::{Place, Warning};
use crate::table::column::Column;

/// With fewer different numbers a column is one of labels, whatever the rest is.
const FEWEST_NUMBERS: usize = 5;

/// One cell in so many may be no number.
const MOST_STRAY: usize = 10;

/// A warning for every column of labels that are numbers in at least nine rows of ten.
pub fn find(columns: &[Column], numbers: &RowNumbers) -> Vec<Warning> {
    columns
        .iter()
        .filter(|column| has_labels(column.kind))
        .filter_map(|column| stray(column, numbers))
        .collect()
}

fn has_labels(kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Category | ColumnKind::Identifier | ColumnKind::Text => true,
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Date
        | ColumnKind::Constant => false,
    }
}

fn stray(column: &Column, rows: &RowNumbers) -> Option<Warning> {
    let is_number: Vec<bool> = column.levels().iter().map(|level| number::plain(level).is_some()).collect();
    let numbers = is_number.iter().filter(|is_number| **is_number).count();
    // A column of codes with leading zeros has nothing that is no number.
    if numbers < FEWEST_NUMBERS || numbers == is_number.len() {
        return None;
    }
    let counts = column.counts();
    let present: usize = counts.iter().sum();
    let strays: usize = counts.iter().zip(&is_number).filter(|(_, is)| !**is).map(|(count, _)| count).sum();
    if strays * MOST_STRAY > present {
        return None;
    }
    let code = is_number.iter().position(|is_number| !is_number)?;
    let (row, name, cell) = (rows.of(column.first_row_of(code)), &column.name, &column.levels()[code]);
    let which = match strays {
        1 => format!("is no number, but all {} others are", present - 1),
        _ => format!(
            "is the first of {strays} cells that are no numbers, but the {} others are",
            present - strays
        ),
    };
    Some(Warning {
        message: format!(
            "row {row}, column “{name}”: “{cell}” {which}, so the column holds labels: mend it, or name it as a mark of cells without a value"
        ),
        place: Some(Place::cell(row, name)),
    })
}
