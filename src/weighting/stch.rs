//! The task with the largest loss counts most: a smooth worst case.

use super::formula::Formula;
use super::simplex::softmax;
use crate::schema::card::{COSTS_A_READ, Card};

/// Width of the smoothing; that of the reference implementation (LibMTL).
pub const MU: f64 = 1.0;

/// Smooth Tchebycheff scalarisation: minimises `μ log Σ exp(λ L_t / μ)` with the preference `λ = 1 / T` and 0 for the best losses
/// possible, so that `w = T · softmax(L_t / (T μ))`.
///
/// Scaled so that weights sum to the number of tasks. Lin et al. 2024, <https://arxiv.org/abs/2402.19078>.
#[derive(Debug)]
pub struct Stch {
    /// Width of the smoothing: equal weights as it grows, the worst task alone as it falls to 0.
    pub mu: f64,
}

impl Formula for Stch {
    fn weights(&self, losses: &[f64]) -> Vec<f64> {
        let tasks = losses.len() as f64;
        let shares = softmax(losses.iter().map(|loss| loss / (tasks * self.mu)).collect());
        shares.into_iter().map(|share| share * tasks).collect()
    }
}

/// See [`Stch`].
pub const CARD: Card = Card {
    name: "Smooth Tchebycheff",
    paper: "Lin et al., 2024",
    summary: "Lets the task with the largest loss count most, smoothly, so that the worst case improves.",
    cost: COSTS_A_READ,
    pays: "Where the worst task is what counts and losses have one unit; a task that cannot be learned gets all the attention.",
};
