//! The task with the largest loss, in units of its baseline's, counts most: a smooth worst case.

use super::formula::{Formula, OnLosses};
use super::knob::Knob;
use super::method::{Method, Setup};
use super::simplex::softmax;
use super::{Preference, Weighting};
use crate::schema::card::{COSTS_A_READ, Card};

/// Smallest baseline divided by: below it, a task's labels are all but constant.
const SMALLEST: f64 = 1e-3;

/// Smooth Tchebycheff scalarisation: minimises `μ log Σ exp(ℓ_t / μ)`, `ℓ_t = log(p_t L_t / B_t)` with the baseline's loss `B_t` and the
/// preference `p_t`, 1 without one, so that `w_t = T · softmax(log(p) / μ + (1/μ - 1) log(L / B))_t / B_t`.
///
/// The paper's `μ log Σ exp(λ_t (L_t - z_t) / μ)`, as its authors apply it to networks (LibMTL): on logarithms, in units of a fixed loss.
/// They take each task's mean loss in the fourth epoch and `μ = 1`, which is equal weights in these units; we take the baseline, known
/// from the start, and a smaller `μ`. The weights are those of the gradient up to a common factor, so that weighted losses count as with
/// normalised equal weights. Lin et al. 2024, <https://arxiv.org/abs/2402.19078>.
#[derive(Debug)]
pub struct Stch {
    mu: f64,
    baselines: Vec<f64>,
    preference: Preference,
}

impl Stch {
    /// - `mu`: width of the smoothing: the worst task alone near 0, normalised equal weights at 1, and above it the best task's favour
    /// - `baselines`: loss of each task's baseline
    /// - `preference`: what each loss is multiplied by before the worst is looked for
    pub fn new(mu: f64, baselines: &[f64], preference: Preference) -> Self {
        Self { mu, baselines: baselines.iter().map(|loss| loss.max(SMALLEST)).collect(), preference }
    }
}

impl Formula for Stch {
    fn weights(&self, tasks: &[usize], losses: &[f64]) -> Vec<f64> {
        let logs = tasks.iter().zip(losses).map(|(&task, loss)| (loss / self.baselines[task]).ln());
        let count = tasks.len() as f64;
        let preference = self.preference.among(tasks).into_iter().map(|share| (share * count).ln());
        let powers = logs.zip(preference).map(|(log, own)| (1.0 / self.mu - 1.0) * log + own / self.mu);
        let shares = softmax(powers.collect());
        tasks.iter().zip(shares).map(|(&task, share)| share * count / self.baselines[task]).collect()
    }
}

/// See [`Stch`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Mu],
    takes_preference: true,
    ..Method::on_losses(Card {
        name: "Smooth Tchebycheff",
        paper: "Lin et al., 2024",
        summary: "Lets the task with the largest loss, in units of its baseline's, count most, so that the worst case improves.",
        cost: COSTS_A_READ,
        pays: "Where the worst task is what counts; a task that cannot be learned gets all the attention.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnLosses::new(
        Stch::new(setup.config.mu, setup.baseline_losses, Preference::new(&setup.config.preference)),
        setup.task_count(),
    ))
}
