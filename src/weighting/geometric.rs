//! Tasks count by the geometric mean of their losses, whatever the losses' scales.

use super::Weighting;
use super::formula::{Formula, OnLosses};
use super::method::{Method, Setup};
use crate::schema::card::{COSTS_A_READ, Card};

/// Geometric loss strategy: minimises `T · (Π L_t)^(1/T)`, so that `w_t = G / L_t` with `G` the geometric mean.
///
/// The direction is that of scale-invariant weights; the step shrinks with the losses. `T` times the published loss, so that
/// equal losses have equal weights of 1. Chennupati et al. 2019, <https://arxiv.org/abs/1904.08492>.
#[derive(Debug)]
pub struct Geometric;

impl Formula for Geometric {
    fn weights(&self, _tasks: &[usize], losses: &[f64]) -> Vec<f64> {
        let logs: f64 = losses.iter().map(|loss| loss.ln()).sum();
        let mean = (logs / losses.len() as f64).exp();
        losses.iter().map(|loss| mean / loss).collect()
    }
}

/// See [`Geometric`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "Geometric mean",
    paper: "Chennupati et al., 2019",
    summary: "Multiplies the losses and takes the root, so that a loss's unit does not matter.",
    cost: COSTS_A_READ,
    pays: "Where losses differ by orders of magnitude; the direction is that of scale-invariant weights, and under Adam the run all but the same.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnLosses::new(Geometric, setup.task_count()))
}
