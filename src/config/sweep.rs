//! A sweep: several weightings, architectures and learning rates, each with several seeds, and what each of them is trained by.

use serde::{Deserialize, Serialize};

use super::{ConfigError, RunConfig};
use crate::architecture::{ArchitectureConfig, ArchitectureKind};
use crate::weighting::{WeightingConfig, WeightingKind};

/// Most trainings of one sweep.
const MOST_TRAININGS: usize = 1_000;

/// Which configurations are trained: every weighting with every architecture and every learning rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SweepConfig {
    /// Weightings; that of the configuration if none. The controls, equal and random weights, are always among them.
    pub weightings: Vec<WeightingKind>,
    /// Architectures; that of the configuration if none.
    pub architectures: Vec<ArchitectureKind>,
    /// Learning rates; that of the configuration if none.
    pub learning_rates: Vec<f64>,
    /// Trainings of each, with the seeds that follow that of the configuration.
    pub seeds: usize,
}

impl Default for SweepConfig {
    fn default() -> Self {
        Self { weightings: Vec::new(), architectures: Vec::new(), learning_rates: Vec::new(), seeds: 3 }
    }
}

/// One configuration of a sweep: what sets it apart from the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SweepSetting {
    /// What it is called: all in which the configurations of its sweep differ.
    pub name: String,
    /// Its architecture.
    pub architecture: ArchitectureKind,
    /// Its weighting.
    pub weighting: WeightingKind,
    /// Its learning rate.
    pub learning_rate: f64,
}

/// Why a sweep can't begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum SweepError {
    #[error("seeds: expected 1 to 100")]
    Seeds,
    #[error(
        "expected at most {MOST_TRAININGS} trainings, found {found}: choose fewer configurations or seeds"
    )]
    TooMany { found: usize },
    #[error("{error}, in the configuration “{name}”")]
    Configuration { name: String, error: ConfigError },
}

impl SweepConfig {
    /// Every configuration once, in the order that they are trained in.
    ///
    /// - `base`: where all that is not chosen comes from
    pub fn settings(&self, base: &RunConfig) -> Vec<SweepSetting> {
        let controls = WeightingKind::ALL.into_iter().filter(|kind| kind.is_control());
        let weightings = distinct(chosen(&self.weightings, base.weighting.kind).into_iter().chain(controls));
        let architectures = distinct(chosen(&self.architectures, base.architecture.kind));
        let rates = distinct(chosen(&self.learning_rates, base.optimizer.learning_rate));
        let mut settings = Vec::new();
        for &architecture in &architectures {
            for &learning_rate in &rates {
                for &weighting in &weightings {
                    let mut parts = vec![weighting.card().name.to_owned()];
                    if architectures.len() > 1 {
                        parts.insert(0, architecture.card().name.to_owned());
                    }
                    if rates.len() > 1 {
                        parts.push(format!("rate {learning_rate}"));
                    }
                    settings.push(SweepSetting {
                        name: parts.join(" · "),
                        architecture,
                        weighting,
                        learning_rate,
                    });
                }
            }
        }
        settings
    }

    /// The same, once each of them can be trained.
    ///
    /// - `tasks`: how many there are
    ///
    /// # Errors
    /// The first configuration that can't be trained, by its name; too many trainings, or no seed.
    pub fn checked(&self, base: &RunConfig, tasks: usize) -> Result<Vec<SweepSetting>, SweepError> {
        if !(1..=100).contains(&self.seeds) {
            return Err(SweepError::Seeds);
        }
        let settings = self.settings(base);
        let found = settings.len() * self.seeds;
        if found > MOST_TRAININGS {
            return Err(SweepError::TooMany { found });
        }
        settings.iter().try_for_each(|setting| setting.check(base, tasks))?;
        Ok(settings)
    }
}

impl SweepSetting {
    /// What it is trained by. All configurations of a sweep have the same splits and the same number of epochs: none stops early.
    ///
    /// - `base`: where all that is not chosen comes from
    pub fn config(&self, base: &RunConfig) -> RunConfig {
        let kind = self.weighting;
        let mut config = base.clone();
        config.architecture = ArchitectureConfig { kind: self.architecture, ..config.architecture };
        config.weighting = WeightingConfig { kind, ..config.weighting };
        if !kind.takes_weights() {
            config.weighting.weights.clear();
        }
        // It means another thing to each weighting that has one.
        if kind != base.weighting.kind {
            config.weighting.alpha = None;
        }
        config.optimizer.learning_rate = self.learning_rate;
        config.early_stopping = None;
        config.comparison.redraw_splits = false;
        config
    }

    /// Checks that it can be trained.
    ///
    /// - `tasks`: how many there are
    ///
    /// # Errors
    /// What stands in the way, with its name.
    pub fn check(&self, base: &RunConfig, tasks: usize) -> Result<(), SweepError> {
        let config = self.config(base);
        let checked = config.validate().and_then(|()| config.validate_tasks(tasks));
        checked.map_err(|error| SweepError::Configuration { name: self.name.clone(), error })
    }
}

fn chosen<T: Copy>(chosen: &[T], own: T) -> Vec<T> {
    if chosen.is_empty() { vec![own] } else { chosen.to_vec() }
}

fn distinct<T: PartialEq>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sweep(weightings: &[WeightingKind], rates: &[f64]) -> SweepConfig {
        SweepConfig { weightings: weightings.into(), learning_rates: rates.into(), ..SweepConfig::default() }
    }

    fn names(settings: &[SweepSetting]) -> Vec<&str> {
        settings.iter().map(|setting| setting.name.as_str()).collect()
    }

    #[test]
    fn the_controls_are_always_there_and_nothing_is_there_twice() {
        let base = RunConfig::default();
        assert_eq!(names(&SweepConfig::default().settings(&base)), ["Normalised equal", "Equal", "Random"]);
        let twice = [WeightingKind::Random, WeightingKind::Mgda, WeightingKind::Mgda];
        assert_eq!(names(&sweep(&twice, &[]).settings(&base)), ["Random", "MGDA", "Equal"]);
        let rates = sweep(&[WeightingKind::Equal], &[0.1, 0.01, 0.1]);
        let found = rates.settings(&base);
        assert_eq!(
            names(&found),
            ["Equal · rate 0.1", "Random · rate 0.1", "Equal · rate 0.01", "Random · rate 0.01"]
        );
        let architectures = ArchitectureKind::ALL[..2].to_vec();
        let both = SweepConfig { architectures, ..rates };
        assert_eq!(both.settings(&base).len(), 8);
        assert_eq!(both.settings(&base)[7].name, "Shared parameters · Random · rate 0.01");
    }

    #[test]
    fn what_is_not_chosen_stays_and_no_training_stops_early() {
        let mut base = RunConfig::default();
        base.weighting.kind = WeightingKind::Fairgrad;
        base.weighting.alpha = Some(3.0);
        base.comparison.redraw_splits = true;
        let settings = sweep(&[WeightingKind::Fairgrad, WeightingKind::Gradnorm], &[0.5]).settings(&base);
        let configs: Vec<RunConfig> = settings.iter().map(|setting| setting.config(&base)).collect();
        assert_eq!(configs[0].weighting.alpha, Some(3.0));
        assert_eq!(configs[1].weighting.alpha, None);
        for config in configs {
            assert_eq!((config.early_stopping, config.optimizer.learning_rate), (None, 0.5));
            assert_eq!((config.epochs, &config.architecture), (base.epochs, &base.architecture));
            assert_eq!((config.of_seed(2).seed, config.of_seed(2).split_seed()), (9, base.split_seed()));
        }
    }

    #[test]
    fn a_configuration_that_cant_be_trained_is_refused_by_name() {
        let base = RunConfig::default();
        let refused = |sweep: SweepConfig| sweep.checked(&base, 3).map_err(|error| error.to_string());
        assert_eq!(
            refused(sweep(&[WeightingKind::Mgda, WeightingKind::Manual], &[])),
            Err("weighting.weights: expected one weight for each of the 3 tasks, found [], in the configuration “Manual”".into())
        );
        assert_eq!(
            refused(sweep(&[WeightingKind::Mgda], &[0.1, -1.0])),
            Err("optimizer.learningRate: expected a number above 0, at most 10, found -1, in the configuration “MGDA · rate -1”".into())
        );
        assert_eq!(
            refused(SweepConfig { seeds: 0, ..sweep(&[], &[]) }),
            Err("seeds: expected 1 to 100".into())
        );
        let rates: Vec<f64> = (1..=40).map(|rate| f64::from(rate) / 100.0).collect();
        let many = refused(SweepConfig { seeds: 10, ..sweep(&[], &rates) });
        assert_eq!(
            many,
            Err("expected at most 1000 trainings, found 1200: choose fewer configurations or seeds".into())
        );
        let mut weighted = base.clone();
        weighted.weighting.kind = WeightingKind::Manual;
        weighted.weighting.weights = vec![1.0, 2.0, 0.5];
        assert_eq!(sweep(&[], &[]).checked(&weighted, 3).map(|found| found.len()), Ok(3));
    }
}
