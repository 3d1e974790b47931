//! Weights are learned until all weighted gradients are equally long, those of slow tasks longer.

use super::Weighting;
use super::knob::Knob;
use super::method::{Method, Setup};
use super::scalars::Scalars;
use super::simplex::softmax;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};
use crate::schema::state::{State, StateError, restored, state_of};

/// The paper's for tasks that differ much.
pub const ALPHA: f64 = 1.5;

/// Step size of the logits; the paper's for its weights.
const RATE: f64 = 0.025;

/// Smallest loss whose rate is taken.
const SMALLEST: f64 = 1e-8;

/// Gradient normalisation: `w = T · softmax(ω)`, where `ω` moves by Adam down `Σ |w_t ‖g_t‖ - target_t|`, the targets held still:
/// `target_t = mean(w ‖g‖) (r_t / mean r)^α`, with `r_t` the loss in units of the task's first.
///
/// Lengths are those of the gradients that are measured, where the paper takes the last shared layer's; by the softmax no weight
/// becomes negative, and they sum to the number of tasks. Chen et al. 2018, <https://arxiv.org/abs/1711.02257>.
#[derive(Debug)]
pub struct GradNorm {
    alpha: f64,
    logits: Scalars,
    first_losses: Vec<Option<f64>>,
}

impl GradNorm {
    /// Logits of 0.
    ///
    /// - `alpha`: how much longer the gradients of slow tasks should be; 0 makes all equally long
    pub fn new(task_count: usize, alpha: f64) -> Self {
        Self { alpha, logits: Scalars::new(task_count, RATE), first_losses: vec![None; task_count] }
    }
}

impl Solve for GradNorm {
    const SCALE: Scale = Scale::Raw;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let (tasks, count) = (&measured.tasks, measured.tasks.len() as f64);
        let shares = softmax(tasks.iter().map(|&task| self.logits.values[task]).collect());
        let weights: Vec<f64> = shares.iter().map(|share| share * count).collect();
        let rates = tasks.iter().zip(&measured.losses).map(|(&task, loss)| {
            let loss = loss.max(SMALLEST);
            loss / *self.first_losses[task].get_or_insert(loss)
        });
        let rates: Vec<f64> = rates.collect();
        let lengths: Vec<f64> = (0..tasks.len()).map(|place| measured.gramian.norm(place)).collect();
        let mean_rate = rates.iter().sum::<f64>() / count;
        let mean = weights.iter().zip(&lengths).map(|(weight, length)| weight * length).sum::<f64>() / count;
        // By w; `signum` would be 1 for 0.
        let slopes = weights.iter().zip(&lengths).zip(rates).map(|((weight, length), rate)| {
            let excess = weight * length - mean * (rate / mean_rate).powf(self.alpha);
            if excess == 0.0 { 0.0 } else { length * excess.signum() }
        });
        let slopes: Vec<f64> = slopes.collect();
        let along: f64 = shares.iter().zip(&slopes).map(|(share, slope)| share * slope).sum();
        let mut by_logits = vec![None; self.first_losses.len()];
        for ((&task, weight), slope) in tasks.iter().zip(&weights).zip(slopes) {
            by_logits[task] = Some(weight * (slope - along));
        }
        self.logits.descend(&by_logits);
        Solution::exact(weights)
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(self.logits.state()?, &self.first_losses))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let logits;
        (logits, self.first_losses) = restored(&self.state()?, state)?;
        self.logits.restore(logits)
    }
}

/// See [`GradNorm`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Alpha],
    ..Method::on_gramian(Card {
        name: "GradNorm",
        paper: "Chen et al., 2018",
        summary: "Learns weights that make all gradients equally long, and those of tasks that lag behind longer.",
        cost: COSTS_GRADIENTS,
        pays: "Where losses differ in scale and tasks learn at different speeds; a task that cannot be learned is taken for a slow one.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(
        GradNorm::new(setup.task_count(), setup.config.alpha.unwrap_or(ALPHA)),
        setup.task_count(),
    ))
}
