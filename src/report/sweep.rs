//! What came of a sweep: several configurations, each trained with several seeds.

use serde::{Deserialize, Serialize};

use crate::config::SweepSetting;
use crate::gain::Comparison;

/// What came of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SweepReport {
    /// Whether all trainings are done and the best configuration is scored on test rows.
    pub is_complete: bool,
    /// What each row of the comparison was trained by.
    pub settings: Vec<SweepSetting>,
    /// Seeds of the trainings.
    pub seeds: Vec<u64>,
    /// Epochs of each training.
    pub epochs: usize,
    /// Scores, ranks and costs. Of a sweep that is not complete, none is the best.
    pub comparison: Comparison,
    /// It as CSV.
    pub csv: String,
    /// What went wrong, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
}

/// How far a sweep is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SweepProgress {
    /// Trainings done.
    pub done: usize,
    /// All of them.
    pub total: usize,
    /// What is being done, as a clause.
    pub doing: String,
    /// Whether it waits for the user.
    pub is_paused: bool,
    /// Seconds that the rest takes, by the mean of the trainings that are done; `null` before the first.
    pub seconds_left: Option<f64>,
}
