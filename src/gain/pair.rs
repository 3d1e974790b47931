//! Two models side by side, on the same rows of the same tasks after the same seeds.

use super::predictions::Predictions;
use crate::metric::MetricKind;

/// Both models of one seed on the labelled test rows of one task.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// What is drawn together: the row's index in the table, or its group's.
    pub units: &'a [u32],
    /// Of the joint model.
    pub joint: Predictions<'a>,
    /// Of the single-task twin, or of any other model to compare with; on the same rows in the same order.
    pub twin: Predictions<'a>,
}

/// One task to compare two models in.
#[derive(Clone, Debug)]
pub struct TaskPairs<'a> {
    /// The task's name.
    pub name: &'a str,
    /// Its main score.
    pub metric: MetricKind,
    /// One entry a seed, the same seeds in every task.
    pub seeds: Vec<Pair<'a>>,
}

/// Why models can't be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum PairError {
    #[error("there is no task to compare two models in")]
    NoTasks,
    #[error("task “{task}”: expected {expected} seeds as in the first task, and at least one, found {found}")]
    Seeds { task: String, expected: usize, found: usize },
    #[error(
        "task “{task}”, seed {seed}: rows, predictions and labels of the two models are not equally many"
    )]
    Rows { task: String, seed: usize },
    #[error("task “{task}”: its predictions have no {metric}")]
    Metric { task: String, metric: &'static str },
    #[error("confidence: expected a share above 0 and below 1, found {found}")]
    Confidence { found: f64 },
}
