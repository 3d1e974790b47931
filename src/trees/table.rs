//! The inputs of boosted trees: columns of numbers or of codes, either with gaps.

use super::TreeError;

/// How a tree may divide a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// At a threshold.
    Number,
    /// Into any two groups of codes. Codes are whole numbers or not, only whether they are equal matters.
    Category,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// One for each row, in any unit; NaN where it is missing.
    pub values: Vec<f32>,
    /// How it may be divided.
    pub kind: FeatureKind,
}

/// Columns of the same length. They need no scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeTable {
    rows: usize,
    features: Vec<Feature>,
}

impl TreeTable {
    /// # Errors
    /// A column that has another number of rows.
    pub fn new(rows: usize, features: Vec<Feature>) -> Result<Self, TreeError> {
        let wrong = features.iter().position(|feature| feature.values.len() != rows);
        match wrong.and_then(|index| Some((index, features.get(index)?))) {
            Some((feature, found)) => {
                Err(TreeError::Length { feature, expected: rows, found: found.values.len() })
            }
            None => Ok(Self { rows, features }),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// A value; NaN where it is missing or there is no such row or column.
    pub(super) fn value(&self, feature: u32, row: u32) -> f32 {
        let value = self.features.get(feature as usize).and_then(|feature| feature.values.get(row as usize));
        value.copied().unwrap_or(f32::NAN)
    }
}
