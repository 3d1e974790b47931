//! A task with a large loss is taken for uncertain, and counts less.

use super::Weighting;
use super::formula::{Formula, OnLosses};
use super::knob::Knob;
use super::method::{Method, Setup};
use super::simplex::softmax;
use crate::schema::card::{COSTS_A_READ, Card};

/// Soft optimal uncertainty: `w = T · softmax(1 / (τ L_t))`, the weights that learned log variances would end at, `1 / L_t`, made
/// soft.
///
/// Kirchdorfer et al. 2024, <https://arxiv.org/abs/2408.07985>.
#[derive(Debug)]
pub struct UncertaintySo {
    /// Softness: equal weights as it grows, the task with the smallest loss alone as it falls to 0.
    pub tau: f64,
}

impl Formula for UncertaintySo {
    fn weights(&self, _tasks: &[usize], losses: &[f64]) -> Vec<f64> {
        let shares = softmax(losses.iter().map(|loss| 1.0 / (self.tau * loss)).collect());
        shares.into_iter().map(|share| share * losses.len() as f64).collect()
    }
}

/// See [`UncertaintySo`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Tau],
    ..Method::on_losses(Card {
        name: "Soft optimal uncertainty",
        paper: "Kirchdorfer et al., 2024",
        summary: "Takes a large loss for uncertainty and lets that task count less, softly and at once.",
        cost: COSTS_A_READ,
        pays: "Where losses have different units; its one number has to be tuned, and below 1 it may follow a single task.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnLosses::new(UncertaintySo { tau: setup.config.tau }, setup.task_count()))
}
