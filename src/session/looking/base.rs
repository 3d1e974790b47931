//! The row that inputs are changed from: the middle of the training rows, or a row of the table.

use std::collections::HashMap;

use serde_json::Value;

use super::ask::Ask;
use crate::schema::row::Row;
use crate::schema::split::Split;
use crate::table::column::{Column, median};

/// A row, and what it is, in a few words.
pub struct Base {
    /// A cell an input.
    pub row: Row,
    /// Such as “row 12”.
    pub name: String,
}

impl Base {
    /// The row that is picked, if it is the only one; else medians and the most frequent labels.
    pub fn of(ask: &Ask<'_>) -> Self {
        let columns = || ask.inputs();
        match picked(ask) {
            Some(row) => {
                let cell = |column: &Column| column.cell(row as usize).map_or(Value::Null, Value::from);
                Self {
                    row: columns().map(|column| (column.name.clone(), cell(column))).collect(),
                    name: format!("those of row {}", row + 1),
                }
            }
            None => {
                let rows = ask.dataset.rows(Split::Train);
                Self {
                    row: columns().map(|column| (column.name.clone(), middle(column, rows))).collect(),
                    name: "the middle of the training rows".to_owned(),
                }
            }
        }
    }
}

/// The row that is picked, if it is the only one.
pub fn picked(ask: &Ask<'_>) -> Option<u32> {
    match ask.request.rows.as_slice() {
        [row] if (*row as usize) < ask.table.rows => Some(*row),
        _ => None,
    }
}

/// The median of numbers, or the most frequent cell.
fn middle(column: &Column, rows: &[u32]) -> Value {
    if column.kind.is_numeric() {
        let mut known: Vec<f64> = rows.iter().filter_map(|&row| column.number(row as usize)).collect();
        return if known.is_empty() { Value::Null } else { median(&mut known).into() };
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for code in rows.iter().filter_map(|&row| column.code(row as usize)) {
        *counts.entry(code).or_default() += 1;
    }
    // Of equally frequent ones the first, so that the same table has the same middle.
    let frequent = counts.into_iter().max_by_key(|&(code, count)| (count, std::cmp::Reverse(code)));
    frequent.map_or(Value::Null, |(code, _)| column.levels()[code].into())
}
