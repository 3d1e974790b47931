//! Changes of one input of a row: which values are tried in place of its own, and how large each change is.

use serde_json::Value;

use super::axis::InputAxis;
use crate::schema::column::ColumnKind;
use crate::table::column::{Column, median};

/// Values that a number is tried at.
const STEPS: usize = 24;

/// The size of a change of a label, which has none of its own.
const OF_LABEL: f64 = 1.0;

/// An input whose cell is changed.
pub struct Tried<'a> {
    /// The input.
    pub column: &'a Column,
    /// What is tried.
    pub changes: Vec<Change>,
    row: usize,
}

/// Another value in place of a row's own.
pub struct Change {
    /// The cell.
    pub value: Value,
    /// How large it is: for numbers in standard deviations of the training rows.
    pub size: f64,
    /// Whether that is measured, from a number to a number.
    pub is_measured: bool,
}

impl<'a> Tried<'a> {
    /// - `train`: rows that say which values there are
    pub fn of(column: &'a Column, row: u32, train: &[u32]) -> Self {
        let axis = InputAxis::of(column, train, STEPS);
        let row = row as usize;
        let changes = match column.kind.is_numeric() {
            true => numbers(column, row, train, &axis),
            false => {
                let is_other = |value: &&Value| value.as_str() != column.label(row);
                let change =
                    |value: &Value| Change { value: value.clone(), size: OF_LABEL, is_measured: false };
                axis.values.iter().filter(is_other).map(change).collect()
            }
        };
        Self { column, changes, row }
    }

    /// The row's own cell.
    pub fn from(&self) -> &'a str {
        self.column.label(self.row).unwrap_or("missing")
    }
}

fn numbers(column: &Column, row: usize, train: &[u32], axis: &InputAxis<'_>) -> Vec<Change> {
    let mut known: Vec<f64> = train.iter().filter_map(|&row| column.number(row as usize)).collect();
    let deviation = deviation(&known);
    if deviation <= 0.0 {
        // Nothing was learned of it.
        return Vec::new();
    }
    let own = column.number(row);
    let from = own.unwrap_or_else(|| median(&mut known));
    let is_whole = column.kind == ColumnKind::Integer;
    let decimals = if is_whole { 0 } else { decimals(axis.ends[1] - axis.ends[0]) };
    let mut values: Vec<f64> =
        axis.values.iter().filter_map(Value::as_f64).map(|value| rounded(value, decimals)).collect();
    values.dedup();
    let others = values.into_iter().filter(|&value| Some(value) != own);
    others
        .map(|value| Change {
            value: if is_whole { (value as i64).into() } else { value.into() },
            size: (value - from).abs() / deviation,
            is_measured: own.is_some(),
        })
        .collect()
}

/// The standard deviation of values; 0 for none.
fn deviation(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Decimals that tell a thousandth of a range, so that what is shown is what was tried.
fn decimals(range: f64) -> usize {
    (3.0 - range.log10().floor()).clamp(0.0, 12.0) as usize
}

fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}
