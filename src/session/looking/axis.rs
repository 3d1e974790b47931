//! An input as an axis: the values that it is tried at, and where the table's rows stand on it.

use serde_json::Value;

use crate::figure::Axis;
use crate::schema::column::ColumnKind;
use crate::table::column::Column;

/// Most labels that an axis has bands for: the most frequent ones.
const MOST_BANDS: usize = 12;

/// Share of the rows that lie beyond either end of an axis of numbers.
const BEYOND: f64 = 0.01;

/// An input as an axis.
pub struct InputAxis<'a> {
    column: &'a Column,
    /// Its name and scale.
    pub axis: Axis,
    /// Where it begins and ends.
    pub ends: [f64; 2],
    /// What is tried, from its beginning to its end.
    pub values: Vec<Value>,
    /// Codes of the labels that have a band.
    bands: Vec<usize>,
}

impl<'a> InputAxis<'a> {
    /// Whether a column can be an axis.
    pub fn fits(column: &Column) -> bool {
        match column.kind {
            ColumnKind::Number
            | ColumnKind::Integer
            | ColumnKind::Category
            | ColumnKind::Ordered
            | ColumnKind::Boolean => true,
            ColumnKind::MultiSelect
            | ColumnKind::Date
            | ColumnKind::Identifier
            | ColumnKind::Constant
            | ColumnKind::Image
            | ColumnKind::Text => false,
        }
    }

    /// - `rows`: those that say how far it reaches
    /// - `steps`: values that a column of numbers is tried at
    pub fn of(column: &'a Column, rows: &[u32], steps: usize) -> Self {
        if column.kind.is_numeric() {
            return Self::numeric(column, rows, steps);
        }
        let counts = column.counts();
        let mut bands: Vec<usize> = column.class_order();
        if bands.len() > MOST_BANDS {
            let mut frequent = bands.clone();
            frequent.sort_by_key(|&code| std::cmp::Reverse(counts[code]));
            frequent.truncate(MOST_BANDS);
            bands.retain(|code| frequent.contains(code));
        }
        let names: Vec<String> = bands.iter().map(|&code| column.levels()[code].to_owned()).collect();
        Self {
            column,
            ends: [-0.5, names.len() as f64 - 0.5],
            values: names.iter().cloned().map(Value::from).collect(),
            axis: Axis::bands(&column.name, names),
            bands,
        }
    }

    fn numeric(column: &'a Column, rows: &[u32], steps: usize) -> Self {
        let mut known: Vec<f64> = rows.iter().filter_map(|&row| column.number(row as usize)).collect();
        known.sort_by(f64::total_cmp);
        let at = |share: f64| known.get(((known.len() - 1) as f64 * share) as usize).copied();
        let (low, high) = match known.len() {
            0 => (0.0, 1.0),
            _ => (at(BEYOND).unwrap_or(0.0), at(1.0 - BEYOND).unwrap_or(1.0)),
        };
        let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
        // The middles of equal cells.
        let value = |step: usize| low + (high - low) * (step as f64 + 0.5) / steps as f64;
        Self {
            column,
            axis: Axis::linear(&column.name),
            ends: [low, high],
            values: (0..steps).map(|step| Value::from(value(step))).collect(),
            bands: Vec::new(),
        }
    }

    /// The column's name.
    pub fn name(&self) -> &'a str {
        &self.column.name
    }

    /// Where a row stands; `None` where it has no value, or one beyond the ends.
    pub fn place(&self, row: u32) -> Option<f64> {
        let row = row as usize;
        if self.column.kind.is_numeric() {
            return self.column.number(row).filter(|value| (self.ends[0]..=self.ends[1]).contains(value));
        }
        let class = self.column.classes()[self.column.code(row)?];
        self.bands.iter().position(|&code| code == class).map(|band| band as f64)
    }
}
