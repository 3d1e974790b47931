//! How a run's solver has done, as reports say it.

use serde::{Deserialize, Serialize};

/// How a run's solver has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SolverStatus {
    /// Times it was asked.
    pub solved: usize,
    /// Times its weights were not the method's own.
    pub failed: usize,
    /// Most iterations it took.
    pub most_iterations: usize,
    /// What the last failure was.
    pub last_problem: Option<String>,
}
