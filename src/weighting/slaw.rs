//! A task whose loss varies more counts less, so that all move the shared parameters alike.

use serde::{Deserialize, Serialize};

use super::method::{Method, Setup};
use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_A_READ, Card};
use crate::schema::state::{State, StateError, restored, state_of};

/// Memory of the moving averages; the paper's.
const MEMORY: f64 = 0.99;

/// Smallest deviation divided by; the paper's.
const SMALLEST: f64 = 1e-5;

/// Losses of a task after which its deviation is believed: that of the first few may be 0 by chance, which would give it all weight.
const ENOUGH: i32 = 10;

/// Scaled loss approximate weighting: `w_t = T · s_t⁻¹ / Σ s_j⁻¹`, `s_t = √(a_t - b_t²)`, where `a` and `b` are moving averages of
/// `L_t²` and `L_t`.
///
/// The averages start at 0, as in the paper, and are divided by `1 - 0.99ⁿ` after `n` losses: uncorrected, `s_t` would be `0.1 L_t` at
/// first, whatever a loss does. A task with fewer than ten losses so far counts 1, the mean of all. Crawshaw & Košecká 2021,
/// <https://arxiv.org/abs/2109.08218>.
#[derive(Debug)]
pub struct Slaw {
    averages: Vec<Averages>,
}

/// Moving averages of a task's losses and their squares, before they are corrected.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Averages {
    square: f64,
    mean: f64,
    count: i32,
}

impl Averages {
    fn add(&mut self, loss: f64) {
        self.square = MEMORY * self.square + (1.0 - MEMORY) * loss * loss;
        self.mean = MEMORY * self.mean + (1.0 - MEMORY) * loss;
        self.count = self.count.saturating_add(1);
    }

    /// `1 / s`; `None` before there are enough losses.
    fn inverse_deviation(&self) -> Option<f64> {
        let seen = 1.0 - MEMORY.powi(self.count);
        let variance = self.square / seen - (self.mean / seen).powi(2);
        (self.count >= ENOUGH).then(|| 1.0 / variance.max(0.0).sqrt().max(SMALLEST))
    }
}

impl Slaw {
    /// Equal weights.
    pub fn new(task_count: usize) -> Self {
        Self { averages: vec![Averages::default(); task_count] }
    }
}

impl Weighting for Slaw {
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64> {
        for (averages, loss) in self.averages.iter_mut().zip(signals.losses) {
            if let Some(loss) = loss {
                averages.add(*loss);
            }
        }
        let inverse: Vec<Option<f64>> = self.averages.iter().map(Averages::inverse_deviation).collect();
        let known = inverse.iter().flatten();
        let mean = known.clone().sum::<f64>() / known.count() as f64;
        inverse.iter().map(|own| own.map_or(1.0, |own| own / mean)).collect()
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.averages)
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        self.averages = restored(&self.state()?, state)?;
        Ok(())
    }
}

/// See [`Slaw`].
pub const METHOD: Method = Method::on_losses(Card {
    name: "SLAW",
    paper: "Crawshaw & Košecká, 2021",
    summary: "Divides each loss by how much it varies, so that all tasks move the trunk alike.",
    cost: COSTS_A_READ,
    pays: "Where gradients would have to be evened out but are too dear; it overrates tasks whose loss hardly moves.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Slaw::new(setup.task_count()))
}
