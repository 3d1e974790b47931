//! Every task counts the same once its loss is measured against the baseline's.

use super::method::{Method, Setup};
use super::unit::unit;
use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_NOTHING, Card};

/// Normalised equal weights: `w_t = 1 / baseline loss of t`, so that every task's weighted loss starts near 1: equal weights on
/// normalised losses.
///
/// The baseline is the best constant answer on the training rows, weighed as in training, from which heads start: its loss is 1 for
/// standardised numbers, half the Poisson deviance in units of the mean for counts, and the entropy of the labels for classes.
#[derive(Debug)]
pub struct NormalisedEqual {
    weights: Vec<f64>,
}

impl NormalisedEqual {
    /// Weights for tasks whose baselines have the given losses.
    pub fn new(baseline_losses: &[f64]) -> Self {
        Self { weights: baseline_losses.iter().map(|&loss| 1.0 / unit(loss)).collect() }
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
pub const METHOD: Method = Method {
    is_normalised: true,
    ..Method::on_losses(Card {
        name: "Normalised equal",
        paper: "—",
        summary: "Divides each loss by that of the baseline, the best answer that looks at no input, then sums: the right default.",
        cost: COSTS_NOTHING,
        pays: "The baseline to beat: with losses in comparable units, few special methods do better for certain.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(NormalisedEqual::new(setup.baseline_losses))
}
