//! A number on a common scale: the median where it is missing, and a flag if any was missing.

use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::scaling::{CLIP, Scale, Scaling};
use crate::schema::error::DataError;
use crate::table::column::{Column, median};
use crate::table::reading::Values;

/// A column of numbers, or of labels that go from low to high.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    median: f64,
    scale: Scale,
    has_flag: bool,
}

impl Number {
    /// Fits to the training rows.
    pub fn fit(column: &Column, train: &[u32], scaling: Scaling) -> Self {
        let cells = train.iter().map(|&row| column.number(row as usize));
        let mut values: Vec<f64> = cells.flatten().collect();
        let median = median(&mut values);
        let missing = train.len() - values.len();
        Self { median, scale: Scale::fit(scaling, values, median, missing), has_flag: missing > 0 }
    }

    /// A number on the common scale, wherever it lies; the median where it is missing.
    pub fn scaled(&self, value: Option<f64>) -> f64 {
        self.scale.apply(value.unwrap_or(self.median))
    }

    /// Adds what says that a number is missing, if any was.
    pub fn push_flag(&self, value: Option<f64>, features: &mut Vec<f32>) {
        if self.has_flag {
            features.push(if value.is_none() { 1.0 } else { 0.0 });
        }
    }

    /// The name of what says that a number is missing, if any was.
    pub fn flag_name(&self, column: &str) -> Option<String> {
        self.has_flag.then(|| named(column, "missing"))
    }

    fn push_value(&self, value: Option<f64>, features: &mut Vec<f32>) {
        features.push(self.scaled(value).clamp(-CLIP, CLIP) as f32);
        self.push_flag(value, features);
    }
}

/// The number of a cell of a raw row; `None` where it is missing.
///
/// # Errors
/// A cell that is no number.
pub fn read_raw(cell: &RawCell<'_>) -> Result<Option<f64>, DataError> {
    if let (Values::Numbers(_), Some(number)) = (&cell.reading.values, cell.number) {
        return Ok(Some(number));
    }
    let value = cell.text.and_then(|text| cell.reading.number(text)).filter(|value| value.is_finite());
    // A label that its scale had not is read as one that is missing.
    let is_ranked = matches!(cell.reading.values, Values::Ranks(_));
    if let (None, false, Some(found)) = (value, is_ranked, cell.text) {
        let (row, column) = (cell.row, cell.column.to_owned());
        return Err(DataError::NotANumber { row, column, found: found.to_owned() });
    }
    Ok(value)
}

impl Kind for Number {
    const SECTION: Section = Section::Numbers;

    fn is_sound(&self) -> bool {
        self.scale.is_sound()
    }

    fn width(&self) -> usize {
        1 + usize::from(self.has_flag)
    }

    fn names(&self, column: &str) -> Vec<String> {
        std::iter::once(column.to_owned()).chain(self.flag_name(column)).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_value(column.number(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_value(read_raw(cell)?, features);
        Ok(())
    }
}
