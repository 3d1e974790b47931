//! Labelled rows of one task as plain numbers, and what an answer to them costs: what the baselines of one task learn from.
//!
//! `linear` and `trees` learn one task alone from rows of numbers. Both ask the same of it: a [`Response`] says what kind of answers are
//! wanted, [`Examples`] say which rows have which labels, and [`Examples::questions`] checks both and makes one [`Question`] of them, or one
//! for each label of a set. A question knows its [`Loss`] and the classes that its training rows have ([`Seen`]).

mod loss;
mod question;
mod seen;

use serde::{Deserialize, Serialize};

pub use loss::{Loss, sigmoid};
pub use question::{Labelled, Question};
pub use seen::Seen;

/// What a baseline answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// A number; squared error.
    Value,
    /// The expected value of a whole number from 0 on; Poisson deviance.
    Count,
    /// A probability for each of so many classes, two or more; cross-entropy.
    Classes(u32),
    /// The same for classes that go from low to high.
    Levels(u32),
    /// The probability of yes for each of so many labels, each a question of its own; cross-entropy.
    Labels(u32),
}

impl Response {
    /// Labels of one row.
    pub fn labels(self) -> usize {
        match self {
            Self::Value | Self::Count | Self::Classes(_) | Self::Levels(_) => 1,
            Self::Labels(count) => count as usize,
        }
    }

    /// Numbers that answer one row: a value, a rate, or probabilities.
    pub fn answers(self) -> usize {
        match self {
            Self::Value | Self::Count => 1,
            Self::Classes(count) | Self::Levels(count) | Self::Labels(count) => count as usize,
        }
    }
}

/// Rows with their labels. A label that is missing is NaN, and a row of weight 0 is no example; both are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Rows of the inputs, in any order.
    pub rows: Vec<u32>,
    /// `[rows, labels]`, row-major: numbers, counts, indices of classes, or 0 for no and 1 for yes.
    pub labels: Vec<f64>,
    /// How much each row counts, 0 or more; empty where all count the same.
    pub weights: Vec<f64>,
}

/// Why nothing can be learned from examples.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum ExamplesError {
    #[error("examples: {rows} rows need {expected} {what}, found {found}")]
    Length { what: &'static str, rows: usize, expected: usize, found: usize },
    #[error("row {row} is beyond the {rows} rows of the inputs")]
    Row { row: u32, rows: usize },
    #[error("row {row}: expected {expected}, found {found}")]
    Label { row: u32, expected: &'static str, found: f64 },
    #[error("row {row}: a weight is a number of 0 or more, found {found}")]
    Weight { row: u32, found: f64 },
    #[error("no training row has a label and a weight above 0")]
    NoTrainingLabels,
    #[error("no validation row has a label and a weight above 0, and something has to be chosen by them")]
    NoValidationLabels,
}

/// How far a fit has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// A rough share of the work that is done, from 0 to 1, never falling.
    pub share: f64,
    /// Whether nothing is left to do.
    pub is_done: bool,
}
