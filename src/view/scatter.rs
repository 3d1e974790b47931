//! Actual and predicted value of each row, in the column's own unit.

use serde::{Deserialize, Serialize};

/// Most points that are drawn.
const MOST_POINTS: usize = 2_000;

/// One point a row, evenly thinned to at most 2 000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scatter {
    /// `(actual, predicted)`
    pub points: Vec<(f64, f64)>,
    /// The row of the table that each point stands for.
    pub rows: Vec<u32>,
    /// Rows before thinning.
    pub total: usize,
}

impl Scatter {
    /// Thins rows, each given by its number in the table, its actual and its predicted value.
    pub fn of(found: &[(u32, f64, f64)]) -> Self {
        let step = found.len().div_ceil(MOST_POINTS).max(1);
        // JSON has no infinite numbers.
        let drawn = found.iter().filter(|(_, actual, predicted)| actual.is_finite() && predicted.is_finite());
        let (points, rows) =
            drawn.step_by(step).map(|&(row, actual, predicted)| ((actual, predicted), row)).unzip();
        Self { points, rows, total: found.len() }
    }
}
