//! What a run is compared with once it has ended, and how surely.

use serde::{Deserialize, Serialize};

/// What a run is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ComparisonConfig {
    /// Trainings of the joint model and of each single-task model, each with a seed of its own.
    pub seeds: usize,
    /// Whether each seed deals the rows out to splits anew; else all seeds learn from the same rows.
    pub redraw_splits: bool,
    /// Resamples of the paired bootstrap.
    pub resamples: usize,
    /// Whether a linear model of each task is fitted.
    pub linear: bool,
    /// Whether boosted trees of each task are grown.
    pub trees: bool,
}

impl Default for ComparisonConfig {
    fn default() -> Self {
        Self { seeds: 1, redraw_splits: false, resamples: 1_000, linear: true, trees: true }
    }
}
