//! An input as an axis: the values that it is tried at, and where the table's rows stand on it.

use serde_json::Value;

use crate::figure::Axis;
use crate::schema::column::ColumnKind;
use crate::table::column::Column;

/// Most labels that an axis has bands for: the most frequent ones.
const MOST_BANDS: usize = 12;

/// Most characters of a label on an axis.
const LONGEST: usize = 20;

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

    /// The columns that make the best axes first, by their indices: numbers of many values, then labels that all have a band.
    ///
    /// - `columns`: those that fit
    pub fn preferred(columns: &[&Column]) -> Vec<usize> {
        let rank = |index: &usize| {
            let column = columns[*index];
            match (column.kind.is_numeric(), column.class_count()) {
                (_, 0 | 1) => 3,
                (true, 3..) => 0,
                (true, 2) | (false, 2..=MOST_BANDS) => 1,
                (false, _) => 2,
            }
        };
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_cached_key(rank);
        order
    }

    /// Which labels have no band, as a sentence, where some have none.
    pub fn left_out(&self) -> Option<String> {
        let (all, bands) = (self.column.levels().len(), self.bands.len());
        let is_cut = !self.column.kind.is_numeric() && bands < all;
        is_cut.then(|| {
            format!("Of the {all} labels of {}, the {bands} most frequent ones have a band.", self.name())
        })
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
        let names: Vec<&str> = bands.iter().map(|&code| &column.levels()[code]).collect();
        Self {
            column,
            ends: [-0.5, names.len() as f64 - 0.5],
            values: names.iter().copied().map(Value::from).collect(),
            axis: Axis::bands(&column.name, names.into_iter().map(shortened).collect()),
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

    /// Where a value that is tried stands, by its index.
    pub fn at(&self, index: usize) -> f64 {
        self.values.get(index).and_then(Value::as_f64).unwrap_or(index as f64)
    }

    /// How wide what stands for a value is.
    pub fn step(&self) -> f64 {
        (self.ends[1] - self.ends[0]) / self.values.len().max(1) as f64
    }

    /// Where a row stands, at the nearer end where it has a value beyond both; `None` where it has none.
    pub fn place_within(&self, row: u32) -> Option<f64> {
        if self.column.kind.is_numeric() {
            return self.column.number(row as usize).map(|value| value.clamp(self.ends[0], self.ends[1]));
        }
        self.place(row)
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

/// A label as an axis has room for it.
fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    let start: String = label.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}
