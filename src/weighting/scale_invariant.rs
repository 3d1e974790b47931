//! Every task counts by the logarithm of its loss, whatever its scale.

use super::Weighting;
use super::formula::{Formula, OnLosses};
use super::method::{Method, Setup};
use crate::schema::card::{COSTS_A_READ, Card};

/// Scale-invariant weights: minimises `Σ log L_t`, so that `w_t = 1 / L_t`.
///
/// The direction is that of the geometric mean of the losses (Chennupati et al. 2019, <https://arxiv.org/abs/1904.08492>).
#[derive(Debug)]
pub struct ScaleInvariant;

impl Formula for ScaleInvariant {
    fn weights(&self, _tasks: &[usize], losses: &[f64]) -> Vec<f64> {
        losses.iter().map(|loss| 1.0 / loss).collect()
    }
}

/// See [`ScaleInvariant`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "Scale-invariant",
    paper: "Chennupati et al., 2019",
    summary: "Sums the logarithms of the losses, so that a loss's unit does not matter.",
    cost: COSTS_A_READ,
    pays: "Where losses differ by orders of magnitude: on published molecule data it beats three of five methods on gradients.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnLosses::new(ScaleInvariant, setup.task_count()))
}
