//! A task: one column to predict, and the kind of answer its head gives.

use serde::{Deserialize, Serialize};

/// The kind of answer a head gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// A number; one linear output.
    Regression,
    /// One of two classes; one logit, for the second class.
    Binary,
    /// One of three or more classes; one logit a class.
    Multiclass,
}

impl TaskKind {
    /// The snake_case name used in reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Regression => "regression",
            Self::Binary => "binary",
            Self::Multiclass => "multiclass",
        }
    }
}

/// One prediction target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// The column's name, which is the task's name.
    pub name: String,
    /// Kind of answer.
    pub kind: TaskKind,
    /// Class labels in index order; empty for a regression.
    pub classes: Vec<String>,
}

impl Task {
    /// Number of outputs of this task's head: 1, or one a class from three classes on.
    pub fn output_count(&self) -> usize {
        match self.kind {
            TaskKind::Regression | TaskKind::Binary => 1,
            TaskKind::Multiclass => self.classes.len(),
        }
    }
}
