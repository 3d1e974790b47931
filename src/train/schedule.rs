//! The learning rate of every step: a warm-up, if any, and then constant, along half a cosine, or lower on a plateau.
//!
//! Burn's schedulers know no plateau and can't be asked for a step; here all but the plateau is a function of the step.

use std::f64::consts::PI;

use crate::config::{RunConfig, ScheduleConfig, ScheduleKind, WarmupUnit};
use crate::schema::state::{State, StateError, restored, state_of};

/// A validation score is better if it is lower by more than this share, and a rate lower if it is so by more than [`LEAST_FALL`]: the
/// values of PyTorch's `ReduceLROnPlateau`.
const THRESHOLD: f64 = 1e-4;
const LEAST_FALL: f64 = 1e-8;

/// The course of one run's learning rate.
#[derive(Clone, Debug)]
pub struct Schedule {
    config: ScheduleConfig,
    /// The whole learning rate.
    rate: f64,
    warmup: usize,
    /// Steps of all epochs.
    steps: usize,
    /// The rate after the warm-up, where plateaus lower it.
    lowered: f64,
    /// The best validation score so far, and the epochs since.
    best: Option<f64>,
    flat: usize,
}

impl Schedule {
    /// The course before the first step.
    ///
    /// - `steps`: of all epochs
    pub fn new(config: &RunConfig, steps: usize) -> Self {
        let rate = config.optimizer.learning_rate;
        let warmup = match config.schedule.warmup_unit {
            WarmupUnit::Share => config.schedule.warmup * steps as f64,
            WarmupUnit::Steps => config.schedule.warmup,
        };
        Self {
            config: config.schedule,
            rate,
            warmup: warmup.round() as usize,
            steps,
            lowered: rate,
            best: None,
            flat: 0,
        }
    }

    /// The rate of a step, from 0.
    ///
    /// - warm-up of `W` steps: `η (t + 1) / W`, Goyal et al. 2017, <https://arxiv.org/abs/1706.02677>
    /// - `cosine`, of `N` steps: `η_min + (η - η_min) (1 + cos(π (t - W) / (N - W))) / 2`, Loshchilov & Hutter 2017,
    ///   <https://arxiv.org/abs/1608.03983>
    pub fn rate(&self, step: usize) -> f64 {
        let whole = self.lowered;
        if step < self.warmup {
            return whole * (step + 1) as f64 / self.warmup as f64;
        }
        match self.config.kind {
            ScheduleKind::Constant | ScheduleKind::Plateau => whole,
            ScheduleKind::Cosine => {
                let lowest = self.config.lowest * self.rate;
                let all = self.steps.saturating_sub(self.warmup).max(1);
                let done = (step - self.warmup).min(all) as f64 / all as f64;
                lowest + (self.rate - lowest) * (1.0 + (PI * done).cos()) / 2.0
            }
        }
    }

    /// What plateaus have made of it.
    ///
    /// # Errors
    /// Where that can't be written.
    pub fn state(&self) -> Result<State, StateError> {
        state_of(&(self.lowered, self.best, self.flat))
    }

    /// Goes on from a state of a course of the same configuration.
    ///
    /// # Errors
    /// A state of another form.
    pub fn restore(&mut self, state: State) -> Result<(), StateError> {
        (self.lowered, self.best, self.flat) = restored(&self.state()?, state)?;
        Ok(())
    }

    /// Takes in the validation score of an epoch, where there is one; one that is no number is not better. As PyTorch's
    /// `ReduceLROnPlateau` without a cool-down: after more than `patience` epochs without a better score the rate is multiplied by
    /// `factor`, and the epochs are counted anew.
    pub fn judge(&mut self, score: Option<f64>) {
        match self.config.kind {
            ScheduleKind::Constant | ScheduleKind::Cosine => {}
            ScheduleKind::Plateau => {
                let Some(score) = score else { return };
                let is_better = match self.best {
                    Some(best) => score < best * (1.0 - THRESHOLD),
                    None => score.is_finite(),
                };
                if is_better {
                    self.best = Some(score);
                    self.flat = 0;
                } else {
                    self.flat += 1;
                }
                if self.flat > self.config.patience {
                    self.flat = 0;
                    let lower = (self.lowered * self.config.factor).max(self.config.lowest * self.rate);
                    if self.lowered - lower > LEAST_FALL {
                        self.lowered = lower;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OptimizerConfig;

    fn schedule(config: ScheduleConfig, rate: f64, steps: usize) -> Schedule {
        let optimizer = OptimizerConfig { learning_rate: rate, ..OptimizerConfig::default() };
        Schedule::new(&RunConfig { optimizer, schedule: config, ..RunConfig::default() }, steps)
    }

    fn assert_rates(schedule: &Schedule, expected: &[f64]) {
        for (step, expected) in expected.iter().enumerate() {
            let found = schedule.rate(step);
            assert!((found - expected).abs() < 1e-9, "step {step}: {found} for {expected}");
        }
    }

    #[test]
    fn without_a_choice_the_rate_is_the_learning_rate() {
        let constant = schedule(ScheduleConfig::default(), 1e-3, 50);
        assert!((0..60).all(|step| constant.rate(step) == 1e-3));
    }

    /// PyTorch 2.15: `CosineAnnealingLR(T_max=5, eta_min=0.01)`, stepped after each update.
    #[test]
    fn half_a_cosine_falls_as_pytorchs() {
        let config = ScheduleConfig { kind: ScheduleKind::Cosine, lowest: 0.1, ..ScheduleConfig::default() };
        let expected =
            [0.1, 0.091_405_764_747, 0.068_905_764_747, 0.041_094_235_253, 0.018_594_235_253, 0.01, 0.01];
        assert_rates(&schedule(config, 0.1, 5), &expected);
    }

    /// PyTorch 2.15: `LinearLR(start_factor=1/4, total_iters=3)` alone, and followed by `CosineAnnealingLR(T_max=6, eta_min=0.01)` from
    /// step 4 on (`SequentialLR`).
    #[test]
    fn a_warm_up_rises_in_equal_steps_before_any_course() {
        let share = ScheduleConfig { warmup: 0.4, ..ScheduleConfig::default() };
        let steps = ScheduleConfig { warmup: 4.0, warmup_unit: WarmupUnit::Steps, ..share };
        for config in [share, steps] {
            assert_rates(&schedule(config, 0.1, 10), &[0.025, 0.05, 0.075, 0.1, 0.1, 0.1]);
        }
        let cosine = ScheduleConfig { kind: ScheduleKind::Cosine, lowest: 0.1, ..steps };
        let expected =
            [0.025, 0.05, 0.075, 0.1, 0.1, 0.093_971_143_170, 0.0775, 0.055, 0.0325, 0.016_028_856_830];
        assert_rates(&schedule(cosine, 0.1, 10), &expected);
        let longer = ScheduleConfig { warmup: 20.0, ..cosine };
        assert_rates(&schedule(longer, 0.1, 10), &[0.005, 0.01, 0.015, 0.02]);
    }

    /// PyTorch 2.15: `ReduceLROnPlateau(factor=0.1, patience=2, min_lr=0.0005)`, its rate after each of the scores.
    #[test]
    fn a_plateau_lowers_the_rate_as_pytorchs() {
        let kind = ScheduleKind::Plateau;
        let config = ScheduleConfig { kind, patience: 2, lowest: 0.005, ..ScheduleConfig::default() };
        let mut plateau = schedule(config, 0.1, 100);
        let mut scores = vec![1.0, 0.9, 0.9, 0.899_95, 0.900_01, 0.8, f64::NAN];
        scores.resize(17, 0.8);
        let rates = scores.into_iter().map(|score| {
            plateau.judge(Some(score));
            plateau.rate(50)
        });
        let rates: Vec<f64> = rates.collect();
        let expected = [[0.1; 4], [0.01; 4]].concat();
        let expected = [expected, vec![0.001; 3], vec![0.0005; 6]].concat();
        assert_eq!(rates.len(), expected.len());
        assert!(rates.iter().zip(&expected).all(|(found, rate)| (found - rate).abs() < 1e-9), "{rates:?}");
        plateau.judge(None);
        assert_eq!(plateau.rate(50), 0.0005);
    }

    #[test]
    fn a_plateau_during_the_warm_up_lowers_what_it_rises_to() {
        let kind = ScheduleKind::Plateau;
        let warm = ScheduleConfig { kind, patience: 1, warmup: 0.1, ..ScheduleConfig::default() };
        let mut plateau = schedule(warm, 0.1, 40);
        (0..3).for_each(|_| plateau.judge(Some(1.0)));
        assert_rates(&plateau, &[0.0025, 0.005, 0.0075, 0.01, 0.01]);
    }
}
