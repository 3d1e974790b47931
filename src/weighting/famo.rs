//! The tasks whose losses fall least in relation to themselves count more.

use super::knob::Knob;
use super::method::{Method, Setup};
use super::scalars::Scalars;
use super::simplex::softmax;
use super::{Needs, Signals, Weighting};
use crate::schema::card::Card;
use crate::schema::state::{State, StateError, restored, state_of};

/// Step size of the logits; the paper's.
const RATE: f64 = 0.025;

/// Added to losses before their logarithms are taken; the paper's.
const EPSILON: f64 = 1e-8;

/// Fast adaptive multitask optimisation: minimises `c Σ z_t log L_t`, `z = softmax(ξ)`, so that `w_t = T c z_t / L_t` with
/// `c = 1 / Σ (z_t / L_t)`.
///
/// After the update, with `δ_t` by how much `log L_t` fell on the same batch, `ξ` moves by Adam down `z_t (δ_t - Σ z_j δ_j) + γ ξ_t`: who
/// gained more counts less. `T` times the published weights, which sum to 1. The lowest loss possible is taken to be 0.
/// Liu et al. 2023, <https://arxiv.org/abs/2306.03792>.
#[derive(Debug)]
pub struct Famo {
    logits: Scalars,
    gamma: f64,
    weights: Vec<f64>,
    /// Logarithms of the losses before the update; forgotten after it.
    before: Vec<Option<f64>>,
}

impl Famo {
    /// Logits of 0.
    ///
    /// - `gamma`: pull of the logits towards 0, by which old gains are forgotten
    pub fn new(task_count: usize, gamma: f64) -> Self {
        Self {
            logits: Scalars::new(task_count, RATE),
            gamma,
            weights: vec![1.0; task_count],
            before: vec![None; task_count],
        }
    }

    /// Softmax of the logits of some tasks.
    fn shares(&self, tasks: &[usize]) -> Vec<f64> {
        softmax(tasks.iter().map(|&task| self.logits.values[task]).collect())
    }
}

/// Logarithms of the losses, of which one below 0 counts as 0.
fn logs(losses: &[Option<f64>]) -> Vec<Option<f64>> {
    losses.iter().map(|loss| loss.map(|loss| (loss.max(0.0) + EPSILON).ln())).collect()
}

impl Weighting for Famo {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        self.before = logs(signals.losses);
        let present = self.before.iter().enumerate().filter_map(|(task, log)| Some((task, (*log)?)));
        let (tasks, logs): (Vec<usize>, Vec<f64>) = present.unzip();
        // z_t / L_t, scaled to sum to 1, is the softmax of log z_t - log L_t.
        let raw = self.shares(&tasks).into_iter().zip(&logs).map(|(share, log)| share.ln() - log);
        for (&task, share) in tasks.iter().zip(softmax(raw.collect())) {
            self.weights[task] = share * tasks.len() as f64;
        }
        self.weights.clone()
    }

    fn needs_losses_after(&self) -> bool {
        true
    }

    fn after_update(&mut self, losses: &[Option<f64>]) {
        let pairs = self.before.iter().zip(logs(losses)).enumerate();
        let falls = pairs.filter_map(|(task, (before, after))| Some((task, (*before)? - after?)));
        let (tasks, falls): (Vec<usize>, Vec<f64>) = falls.unzip();
        let shares = self.shares(&tasks);
        let mean: f64 = shares.iter().zip(&falls).map(|(share, fall)| share * fall).sum();
        let mut slopes = vec![None; self.before.len()];
        for ((&task, share), fall) in tasks.iter().zip(shares).zip(falls) {
            slopes[task] = Some(share * (fall - mean) + self.gamma * self.logits.values[task]);
        }
        self.logits.descend(&slopes);
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(self.logits.state()?, &self.weights))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let logits;
        (logits, self.weights) = restored(&self.state()?, state)?;
        self.logits.restore(logits)
    }
}

/// See [`Famo`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Gamma],
    fits_plane: true,
    ..Method::on_losses(Card {
        name: "FAMO",
        paper: "Liu et al., 2023",
        summary: "Watches how much each loss falls in an update, and lets those that fall least, for their size, count more.",
        cost: "Costs one more forward pass a step: the losses are computed again after the update.",
        pays: "Where losses differ in scale and tasks learn at different speeds: level with the best methods on gradients in published comparisons, but unstable when losses get tiny.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Famo::new(setup.task_count(), setup.config.gamma))
}
