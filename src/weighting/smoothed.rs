//! Weights of a method on gradients that follow its solutions slowly, so that one batch's gradients decide less.

use super::status::SolverStatus;
use super::{Needs, Signals, Weighting};
use crate::schema::state::{State, StateError, restored, state_of};

/// Correlation-reduced weights: `λ ← α λ + (1 - α) w`, `w` being the method's own of the step's batch, and `λ` 1 at the start.
///
/// By weights from the same batch as the gradients that they weigh, the update is biased; weights that hardly depend on the batch make
/// such methods converge. CR-MOGM of Zhou et al. 2022, "On the Convergence of Stochastic Multi-Objective Gradient Manipulation and Beyond",
/// <https://openreview.net/forum?id=ScwfQ7hdwyP>. A task that was not measured keeps its weight.
pub struct Smoothed {
    method: Box<dyn Weighting>,
    kept: f64,
    weights: Vec<f64>,
}

impl Smoothed {
    /// - `method`: whose weights are smoothed
    /// - `kept`: `α`, in `[0, 1)`
    pub fn new(method: Box<dyn Weighting>, kept: f64, task_count: usize) -> Self {
        Self { method, kept, weights: vec![1.0; task_count] }
    }
}

impl Weighting for Smoothed {
    fn needs(&self) -> Needs {
        self.method.needs()
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        let own = self.method.weights(signals);
        let measured = self.weights.iter_mut().zip(own).zip(signals.losses);
        for ((weight, own), _) in measured.filter(|(_, loss)| loss.is_some()) {
            *weight = self.kept * *weight + (1.0 - self.kept) * own;
        }
        self.weights.clone()
    }

    fn needs_losses_after(&self) -> bool {
        self.method.needs_losses_after()
    }

    fn after_update(&mut self, losses: &[Option<f64>]) {
        self.method.after_update(losses);
    }

    fn end_epoch(&mut self, mean_losses: &[Option<f64>]) {
        self.method.end_epoch(mean_losses);
    }

    fn solver(&self) -> Option<SolverStatus> {
        self.method.solver()
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(&self.weights, self.method.state()?))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let method;
        (self.weights, method) = restored(&self.state()?, state)?;
        self.method.restore(method)
    }
}
