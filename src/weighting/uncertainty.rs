//! Every task has a learned uncertainty; an uncertain task counts less.

use super::method::{Method, Setup};
use super::scalars::Scalars;
use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_A_READ, Card};
use crate::schema::state::{State, StateError};

/// Step size of the learned numbers; that of the Nash-MTL and FAMO experiments.
const RATE: f64 = 0.025;

/// Bounds of the log variances: weights stay within e^±10 when a loss falls to 0.
const BOUND: f64 = 10.0;

/// Uncertainty weighting: minimises `Σ e^{-s_t} L_t + s_t` over the model and the log variances `s`, so that `w_t = e^{-s_t}`.
///
/// Twice the published `Σ ½ e^{-s_t} L_t + ½ s_t`, so that it starts as equal weights. `s` starts at 0, moves by Adam, and
/// has no weight decay. Kendall, Gal & Cipolla 2018, <https://arxiv.org/abs/1705.07115>.
#[derive(Debug)]
pub struct Uncertainty {
    log_variances: Scalars,
}

impl Uncertainty {
    /// Log variances of 0.
    pub fn new(task_count: usize) -> Self {
        Self { log_variances: Scalars::new(task_count, RATE) }
    }
}

impl Weighting for Uncertainty {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        let weights: Vec<f64> = self.log_variances.values.iter().map(|s| (-s).exp()).collect();
        let slopes = signals.losses.iter().zip(&weights);
        let slopes: Vec<_> = slopes.map(|(loss, weight)| loss.map(|loss| 1.0 - weight * loss)).collect();
        self.log_variances.descend(&slopes);
        for s in &mut self.log_variances.values {
            *s = s.clamp(-BOUND, BOUND);
        }
        weights
    }

    fn state(&self) -> Result<State, StateError> {
        self.log_variances.state()
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        self.log_variances.restore(state)
    }
}

/// See [`Uncertainty`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "Uncertainty",
    paper: "Kendall, Gal & Cipolla, 2018",
    summary: "Learns how noisy each task is, and lets noisy ones count less.",
    cost: COSTS_A_READ,
    pays: "Where losses have different units; ahead of equal weights on published molecule and scene data, but its weights blow up as a loss nears 0.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Uncertainty::new(setup.task_count()))
}
