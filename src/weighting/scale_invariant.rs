//! Every task counts by the logarithm of its loss, whatever its scale.

use super::{Needs, Signals, Weighting};
use crate::card::{COSTS_A_READ, Card};

/// Smallest loss divided by.
const SMALLEST: f64 = 1e-8;

/// Scale-invariant weights: minimises `Σ log L_t`, so that `w_t = 1 / L_t`.
///
/// A task absent from the batch has no gradient, and its weight is not used. The direction is that of the geometric mean
/// of the losses (Chennupati et al. 2019, <https://arxiv.org/abs/1904.08492>).
#[derive(Debug)]
pub struct ScaleInvariant {
    weights: Vec<f64>,
}

impl ScaleInvariant {
    /// Weights that are known once losses are.
    pub fn new(task_count: usize) -> Self {
        Self { weights: vec![1.0; task_count] }
    }
}

impl Weighting for ScaleInvariant {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        for (weight, loss) in self.weights.iter_mut().zip(signals.losses) {
            if let Some(loss) = loss {
                *weight = 1.0 / loss.max(SMALLEST);
            }
        }
        self.weights.clone()
    }
}

/// See [`ScaleInvariant`].
pub const CARD: Card = Card {
    name: "Scale-invariant",
    paper: "Chennupati et al., 2019",
    summary: "Sums the logarithms of the losses, so that a loss's unit does not matter.",
    cost: COSTS_A_READ,
    pays: "Where losses differ by orders of magnitude: on published molecule data it beats three of five methods on gradients.",
};
