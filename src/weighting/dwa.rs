//! A task whose loss has stopped falling counts more.

use super::method::{Method, Setup};
use super::simplex::softmax;
use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_NOTHING, Card};
use crate::schema::state::{State, StateError, restored, state_of};

/// Softness of the weights; the paper's.
const TEMPERATURE: f64 = 2.0;

/// Dynamic weight average: `w = T · softmax(r / τ)`, `r_t = L̄_t(e-1) / L̄_t(e-2)` over epoch means, τ = 2.
///
/// Equal weights for the first two epochs. Liu, Johns & Davison 2019, <https://arxiv.org/abs/1803.10704>.
#[derive(Debug)]
pub struct Dwa {
    rates: Vec<f64>,
    /// Mean loss of each task in the last epoch in which it had one.
    last: Vec<Option<f64>>,
}

impl Dwa {
    /// Equal weights.
    pub fn new(task_count: usize) -> Self {
        Self { rates: vec![1.0; task_count], last: vec![None; task_count] }
    }
}

impl Weighting for Dwa {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        let tasks = self.rates.len() as f64;
        let shares = softmax(self.rates.iter().map(|rate| rate / TEMPERATURE).collect());
        shares.into_iter().map(|share| share * tasks).collect()
    }

    fn end_epoch(&mut self, mean_losses: &[Option<f64>]) {
        for ((now, last), rate) in mean_losses.iter().zip(&mut self.last).zip(&mut self.rates) {
            // A task without a loss keeps its rate; one that has reached 0 neither falls nor rises.
            let Some(now) = *now else { continue };
            *rate = last.filter(|before| *before > 0.0).map_or(1.0, |before| now / before);
            *last = Some(now);
        }
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(&self.rates, &self.last))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        (self.rates, self.last) = restored(&self.state()?, state)?;
        Ok(())
    }
}

/// See [`Dwa`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "Dynamic weight average",
    paper: "Liu, Johns & Davison, 2019",
    summary: "A task whose loss fell less in the last epoch counts more in the next.",
    cost: COSTS_NOTHING,
    pays: "Rarely: in published comparisons it ends near equal weights.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Dwa::new(setup.task_count()))
}
