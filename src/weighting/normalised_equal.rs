//! Every task counts the same once its loss is measured against the trivial predictor's.

use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_NOTHING, Card};

/// Smallest trivial loss divided by: below it, a task's labels are all but constant.
const SMALLEST: f64 = 1e-3;

/// Normalised equal weights: `w_t = 1 / trivial loss of t`, so that every task's weighted loss starts near 1.
///
/// The trivial loss is 1 for standardised numbers, half the Poisson deviance in units of the mean for counts, and the entropy of the
/// training labels for classes, weighed as in training.
#[derive(Debug)]
pub struct NormalisedEqual {
    weights: Vec<f64>,
}

impl NormalisedEqual {
    /// Weights for tasks with the given trivial losses.
    pub fn new(trivial_losses: &[f64]) -> Self {
        Self { weights: trivial_losses.iter().map(|loss| 1.0 / loss.max(SMALLEST)).collect() }
    }
}

impl Weighting for NormalisedEqual {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        self.weights.clone()
    }
}

/// See [`NormalisedEqual`].
pub const CARD: Card = Card {
    name: "Normalised equal",
    paper: "—",
    summary: "Divides each loss by that of the predictor that looks at no input, then sums: the right default.",
    cost: COSTS_NOTHING,
    pays: "The baseline to beat: with losses in comparable units, few special methods do better for certain.",
};
