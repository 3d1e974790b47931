//! Weights drawn anew at every step: the control that other methods have to beat.

use rand::SeedableRng as _;
use rand_distr::{Distribution as _, Exp1, StandardNormal};
use rand_pcg::Pcg64Mcg;

use super::knob::Knob;
use super::method::{Method, Setup};
use super::settings::Distribution;
use super::simplex::softmax;
use super::{Needs, Signals, Weighting};
use crate::math::stream;
use crate::schema::card::{COSTS_NOTHING, Card};
use crate::schema::state::{State, StateError, restored, state_of};

/// Keeps these random numbers apart from those of the run's other parts.
const STREAM: u64 = 0x7261_6e64;

/// Random loss weighting: at every step `w = T · softmax(z)` with `z_t ~ N(0, 1)`, or `w / T` from Dirichlet's distribution.
///
/// Lin et al. 2022, <https://arxiv.org/abs/2111.10603>.
#[derive(Debug)]
pub struct Random {
    task_count: usize,
    distribution: Distribution,
    rng: Pcg64Mcg,
}

impl Random {
    /// A seeded source of weights.
    pub fn new(task_count: usize, distribution: Distribution, seed: u64) -> Self {
        Self { task_count, distribution, rng: Pcg64Mcg::seed_from_u64(seed ^ STREAM) }
    }
}

impl Weighting for Random {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        let rng = &mut self.rng;
        let logs = (0..self.task_count).map(|_| match self.distribution {
            Distribution::Normal => StandardNormal.sample(rng),
            // Exponential numbers over their sum: the softmax of their logarithms.
            Distribution::Dirichlet => f64::ln(Exp1.sample(rng)),
        });
        softmax(logs.collect()).into_iter().map(|share| share * self.task_count as f64).collect()
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&stream::position(&self.rng))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let position: String = restored(&self.state()?, state)?;
        self.rng = stream::at(&position).ok_or_else(StateError::no_stream)?;
        Ok(())
    }
}

/// See [`Random`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Distribution],
    fits_plane: true,
    is_control: true,
    ..Method::on_losses(Card {
        name: "Random",
        paper: "Lin et al., 2022",
        summary: "Draws new weights at every step: what does no better than this does not help.",
        cost: COSTS_NOTHING,
        pays: "As a control: a method that does no better than this does not help.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Random::new(setup.task_count(), setup.config.distribution, setup.seed))
}
