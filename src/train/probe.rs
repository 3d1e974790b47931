//! Looks for a learning rate: a fresh model is trained for a few steps at growing rates, and the loss is watched.

use std::rc::Rc;

use burn::tensor::Device;

use super::error::TrainingError;
use super::trainer::Trainer;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::report::{ProbePoint, ProbeReport};

/// Most steps of a probe.
const STEPS: usize = 100;

/// The first and the last rate: the last is the highest that a configuration may have.
const LEAST_RATE: f64 = 1e-6;
const MOST_RATE: f64 = 10.0;

/// How much of the smoothed loss is kept from step to step.
const KEPT: f64 = 0.9;

/// Times the lowest smoothed loss at which the probe ends: fastai's.
const DIVERGED: f64 = 4.0;

/// The smoothed loss must fall below this share of the first, or its lowest point is chance.
const FALLEN: f64 = 0.98;

/// A learning-rate range test on one dataset: Smith 2017, <https://arxiv.org/abs/1506.01186>. It trains a model of its own, by the
/// configured optimiser, weighting, batches and seed, and looks at training rows alone.
pub struct Probe {
    trainer: Trainer,
    steps: usize,
    curve: Curve,
}

impl Probe {
    /// A probe before its first step.
    pub fn new(dataset: Rc<Dataset>, config: RunConfig, device: &Device) -> Self {
        let config = RunConfig { affinity_every: 0, ..config };
        Self { trainer: Trainer::new(dataset, config, device), steps: 0, curve: Curve::default() }
    }

    /// One step; whether it was the last.
    ///
    /// # Errors
    /// Where the device fails; a loss that is no finite number is what the probe looks for, and ends it.
    pub async fn advance(&mut self) -> Result<bool, TrainingError> {
        let rate = rate(self.steps);
        self.trainer.step_at(rate).await?;
        self.steps += 1;
        match self.trainer.latest_score().await {
            Ok(Some(loss)) => self.curve.push(rate, loss),
            // No task that can learn has a label in this batch.
            Ok(None) => {}
            Err(TrainingError::NotFinite { .. }) => self.curve.diverged = Some(rate),
            Err(error @ TrainingError::Device(_)) => return Err(error),
        }
        Ok(self.is_done())
    }

    fn is_done(&self) -> bool {
        self.curve.diverged.is_some() || self.steps >= STEPS
    }

    /// What it has found so far.
    ///
    /// - `is_over`: whether no more steps are taken
    pub fn report(&self, is_over: bool) -> ProbeReport {
        let (suggestion, outcome) = match (self.is_done(), is_over) {
            (true, _) => self.curve.outcome(),
            (false, true) => (None, format!("the probe was ended after {} of {STEPS} steps", self.steps)),
            (false, false) => (None, String::new()),
        };
        ProbeReport { points: self.curve.points.clone(), steps_total: STEPS, suggestion, outcome }
    }
}

/// The rate of a step, from 0: each the same number of times the one before.
fn rate(step: usize) -> f64 {
    LEAST_RATE * (MOST_RATE / LEAST_RATE).powf(step as f64 / (STEPS - 1) as f64)
}

/// The loss by the rate.
#[derive(Clone, Debug, Default)]
struct Curve {
    points: Vec<ProbePoint>,
    /// The decaying mean of the losses, still too small for having begun at 0.
    mean: f64,
    /// The rate at which the loss blew up, if it did.
    diverged: Option<f64>,
}

impl Curve {
    fn push(&mut self, rate: f64, loss: f64) {
        self.mean = KEPT * self.mean + (1.0 - KEPT) * loss;
        let smoothed = self.mean / (1.0 - KEPT.powi(self.points.len() as i32 + 1));
        self.points.push(ProbePoint { rate, loss, smoothed });
        if self.lowest().is_some_and(|lowest| smoothed > DIVERGED * lowest.smoothed) {
            self.diverged = Some(rate);
        }
    }

    fn lowest(&self) -> Option<&ProbePoint> {
        self.points.iter().min_by(|a, b| a.smoothed.total_cmp(&b.smoothed))
    }

    /// The suggested rate, if there is one, and a sentence.
    fn outcome(&self) -> (Option<f64>, String) {
        let (Some(first), Some(lowest)) = (self.points.first(), self.lowest()) else {
            return (None, "no batch had a label that a task could learn from".into());
        };
        if lowest.smoothed > FALLEN * first.smoothed {
            return (None, "the loss did not fall at any rate, so that none is suggested".into());
        }
        let blown = self.diverged.map(|rate| format!(" and blew up at {}", short(rate))).unwrap_or_default();
        let suggestion = two_digits(lowest.rate / 10.0);
        let outcome =
            format!("the loss was lowest at {}{blown}: a tenth of that is suggested", short(lowest.rate));
        (Some(suggestion), outcome)
    }
}

/// A number with two digits that count.
fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

fn short(value: f64) -> String {
    two_digits(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Descent on `λ x² / 2` from `x = 1`, which is fastest at the rate `1 / λ` and diverges from `2 / λ` on.
    ///
    /// - `noise`: how far the minimum of a batch is from that of all, at most
    fn quadratic(curvature: f64, noise: f64) -> Curve {
        let (mut curve, mut x) = (Curve::default(), 1.0_f64);
        for step in 0..STEPS {
            // With a part that can't be learned.
            curve.push(rate(step), 0.1 + curvature * x * x / 2.0);
            if curve.diverged.is_some() {
                break;
            }
            let minimum = noise * ((step * step) as f64).sin();
            x -= rate(step) * curvature * (x - minimum);
        }
        curve
    }

    #[test]
    fn on_a_quadratic_the_suggestion_converges_and_scales_with_it() {
        for curvature in [1.0, 10.0, 100.0, 1_000.0] {
            let suggestion =
                |noise| quadratic(curvature, noise).outcome().0.expect("a suggestion") * curvature;
            for noise in [0.05, 0.1, 0.3] {
                assert!((0.15..0.5).contains(&suggestion(noise)), "{} of 1 / λ", suggestion(noise));
            }
            // Without noise the loss is already so low that it takes a while to be seen rising.
            assert!((0.15..1.5).contains(&suggestion(0.0)), "{} of 1 / λ", suggestion(0.0));
            assert!(quadratic(curvature, 0.1).diverged.is_none_or(|rate| rate * curvature > 2.0));
        }
        assert!(quadratic(1_000.0, 0.1).diverged.is_some());
    }

    #[test]
    fn rates_grow_evenly_from_the_least_to_the_most() {
        assert_eq!(rate(0), 1e-6);
        assert!((rate(STEPS - 1) - 10.0).abs() < 1e-9);
        // Seven powers of ten in 99 steps.
        assert!((0..99).all(|step| (rate(step + 1) / rate(step) - 1.176_812).abs() < 1e-6));
    }

    /// Weights of 0.9² · 0.1, 0.9 · 0.1 and 0.1, over their sum of 0.271.
    #[test]
    fn the_smoothed_loss_is_a_mean_whose_weights_sum_to_one() {
        let mut curve = Curve::default();
        [3.0, 2.0, 1.0].iter().for_each(|&loss| curve.push(1.0, loss));
        let smoothed = curve.points[2].smoothed;
        assert!((smoothed - (0.081 * 3.0 + 0.09 * 2.0 + 0.1) / 0.271).abs() < 1e-12, "{smoothed}");
    }

    #[test]
    fn a_loss_that_does_not_fall_gives_no_suggestion() {
        let mut curve = Curve::default();
        (0..STEPS).for_each(|step| curve.push(rate(step), 1.0 + step as f64 * 1e-3));
        assert!(curve.outcome().0.is_none() && curve.outcome().1.contains("did not fall"));
        assert_eq!(Curve::default().outcome().0, None);
    }
}
