//! Weights drawn anew at every step: the control that other methods have to beat.

use rand::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use super::dwa::softmax;
use super::{Needs, Signals, Weighting};
use crate::card::{COSTS_NOTHING, Card};

/// Keeps these random numbers apart from those of the run's other parts.
const STREAM: u64 = 0x7261_6e64;

/// Random loss weighting: `w = T · softmax(z)`, `z_t ~ N(0, 1)` at every step.
///
/// Lin et al. 2022, <https://arxiv.org/abs/2111.10603>.
#[derive(Debug)]
pub struct Random {
    task_count: usize,
    rng: Pcg64Mcg,
}

impl Random {
    /// A seeded source of weights.
    pub fn new(task_count: usize, seed: u64) -> Self {
        Self { task_count, rng: Pcg64Mcg::seed_from_u64(seed ^ STREAM) }
    }
}

impl Weighting for Random {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        let draws = (0..self.task_count).map(|_| StandardNormal.sample(&mut self.rng)).collect();
        softmax(draws).into_iter().map(|share| share * self.task_count as f64).collect()
    }
}

/// See [`Random`].
pub const CARD: Card = Card {
    name: "Random",
    paper: "Lin et al., 2022",
    summary: "Draws new weights at every step: what does no better than this does not help.",
    cost: COSTS_NOTHING,
    pays: "As a control: a method that does no better than this does not help.",
};
