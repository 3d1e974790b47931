//! What one model says of the labelled rows of one task, kept until it is compared.

use serde::{Deserialize, Serialize};

use super::predictions::Predictions;

/// Predictions beside labels, as [`Predictions`] borrows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each variant is documented at the variant of its name in `Predictions`")]
pub enum Predicted {
    Values { predicted: Vec<f64>, actual: Vec<f64> },
    Counts { predicted: Vec<f64>, actual: Vec<f64> },
    Classes { probabilities: Vec<f32>, labels: Vec<usize>, classes: usize },
    Levels { probabilities: Vec<f32>, labels: Vec<usize>, classes: usize },
    Labels { probabilities: Vec<f64>, labels: Vec<Option<bool>>, count: usize },
}

impl Predicted {
    /// For a comparison.
    pub fn borrowed(&self) -> Predictions<'_> {
        match self {
            Self::Values { predicted, actual } => Predictions::Values { predicted, actual },
            Self::Counts { predicted, actual } => Predictions::Counts { predicted, actual },
            Self::Classes { probabilities, labels, classes } => {
                Predictions::Classes { probabilities, labels, classes: *classes }
            }
            Self::Levels { probabilities, labels, classes } => {
                Predictions::Levels { probabilities, labels, classes: *classes }
            }
            Self::Labels { probabilities, labels, count } => {
                Predictions::Labels { probabilities, labels, count: *count }
            }
        }
    }
}
