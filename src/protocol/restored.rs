//! What was taken up from an earlier visit.

use serde::{Deserialize, Serialize};

use super::LoadRequest;

/// What was taken up from an earlier visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Restored {
    /// When it was saved, in milliseconds since 1970; `null` where that is not known.
    pub saved_at: Option<f64>,
    /// The table's name.
    pub table: String,
    /// How it is read, where it came from files.
    pub request: Option<Box<LoadRequest>>,
    /// Runs that had ended.
    pub runs: usize,
    /// The run that was under way, which waits now.
    pub run: Option<RestoredRun>,
    /// The comparison that was under way: trainings of each model.
    pub comparison: Option<usize>,
    /// The sweep that was under way, which waits now.
    pub sweep: Option<RestoredSweep>,
    /// What could not be taken up, and why, a clause each.
    pub lost: Vec<String>,
}

/// A run that waits at its last checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestoredRun {
    /// Its number.
    pub run: u32,
    /// Steps taken until the checkpoint.
    pub step: usize,
    /// Steps of all its epochs.
    pub steps_total: usize,
    /// Whether it was going on, and not waiting.
    pub was_running: bool,
}

/// A sweep that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestoredSweep {
    /// Trainings that are done.
    pub done: usize,
    /// All of them.
    pub total: usize,
    /// Whether it was going on, and not waiting.
    pub was_running: bool,
}
