//! What a trainer says of an epoch that has ended.

use crate::report::Conflict;

/// What an epoch came to.
#[derive(Debug)]
pub struct EpochEnd {
    /// The epoch, from 1.
    pub epoch: usize,
    /// Mean training loss of each task over the epoch's steps; `None` without a labelled row.
    pub train: Vec<Option<f64>>,
    /// Validation loss of each task.
    pub valid: Vec<Option<f64>>,
    /// The weight of each task in the last step.
    pub weights: Vec<f64>,
    /// The learning rate of the last step.
    pub learning_rate: f64,
    /// How the tasks' gradients stood to each other, if that was measured.
    pub conflict: Option<Conflict>,
    /// Why the run is over, if it is.
    pub ending: Option<String>,
}
