//! What a sweep has come to, as plain data: to be kept, and gone on from.

use serde::{Deserialize, Serialize};

use crate::config::{RunConfig, SweepError, SweepSetting};
use crate::gain::{Comparison, Trial};
use crate::metric::MetricKind;
use crate::report::{SweepProgress, SweepReport};

/// One training: the index of its configuration, and that of its seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Training {
    pub setting: usize,
    pub seed: usize,
}

/// What a sweep does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Train a model and score it on validation rows.
    Train(Training),
    /// Score a model of the best configuration on test rows.
    Test(Training),
    /// All is done.
    Nothing,
}

/// What a sweep has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SweepState {
    /// Where all that is not chosen for a configuration comes from.
    config: RunConfig,
    settings: Vec<SweepSetting>,
    /// Trainings of each.
    seeds: usize,
    /// Trainings that are done.
    trials: Vec<Trial>,
    notes: Vec<String>,
    /// Whether it waits for the user.
    pub is_paused: bool,
}

impl SweepState {
    /// Nothing is trained yet.
    ///
    /// - `config`: where all that is not chosen comes from
    /// - `settings`: each with a name of its own
    /// - `seeds`: trainings of each
    pub fn new(config: RunConfig, settings: Vec<SweepSetting>, seeds: usize) -> Self {
        Self { config, settings, seeds, trials: Vec::new(), notes: Vec::new(), is_paused: false }
    }

    /// Trainings that are done.
    pub fn done(&self) -> usize {
        self.trials.len()
    }

    /// Where all that is not chosen for a configuration comes from, its dataset among it.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// Checks that each configuration can be trained.
    ///
    /// # Errors
    /// The first that can't be.
    pub fn check(&self, tasks: usize) -> Result<(), SweepError> {
        self.settings.iter().try_for_each(|setting| setting.check(&self.config, tasks))
    }

    /// What is to be done next.
    ///
    /// - `tasks`: names and main scores
    pub fn next(&self, tasks: &[(String, MetricKind)]) -> Next {
        let seeds = 0..self.seeds;
        let mut all =
            seeds.flat_map(|seed| (0..self.settings.len()).map(move |setting| Training { setting, seed }));
        if let Some(training) = all.find(|training| self.trial(*training).is_none()) {
            return Next::Train(training);
        }
        let Some(best) = Comparison::new(tasks, &self.trials).best else { return Next::Nothing };
        let untested = (0..self.seeds)
            .map(|seed| Training { setting: best, seed })
            .find(|training| self.trial(*training).is_some_and(|trial| trial.test.is_empty()));
        untested.map_or(Next::Nothing, Next::Test)
    }

    /// What a training was or is done by; `None` for one that the sweep does not have.
    pub fn config_of(&self, training: Training) -> Option<RunConfig> {
        let setting = self.settings.get(training.setting)?;
        Some(setting.config(&self.config).of_seed(training.seed))
    }

    /// Keeps what a training came to.
    ///
    /// - `valid`: main score of each task on validation rows, in file order
    /// - `seconds`: of training
    /// - `failed`: why it has no scores, if so
    pub fn push(&mut self, training: Training, valid: Vec<Option<f64>>, seconds: f64, failed: Option<&str>) {
        let Some(setting) = self.settings.get(training.setting) else { return };
        let (configuration, seed) = (setting.name.clone(), self.seed(training.seed));
        if let Some(why) = failed {
            self.notes.push(format!("“{configuration}” with seed {seed} has no scores: {why}."));
        }
        self.trials.push(Trial { configuration, seed, valid, test: Vec::new(), seconds });
    }

    /// Keeps the scores of a training of the best configuration.
    ///
    /// - `test`: main score of each task on test rows, in file order
    pub fn test(&mut self, training: Training, test: Vec<Option<f64>>) {
        let trial = self.index(training).and_then(|index| self.trials.get_mut(index));
        if let Some(trial) = trial {
            trial.test = test;
        }
    }

    /// How far it is.
    ///
    /// - `next`: what is done next, or being done
    pub fn progress(&self, next: Next) -> SweepProgress {
        let (done, total) = (self.trials.len(), self.settings.len() * self.seeds);
        let seconds = self.trials.iter().map(|trial| trial.seconds).sum::<f64>();
        let of = |verb: &str, training: Training| {
            let name = self.settings.get(training.setting).map_or("", |setting| setting.name.as_str());
            format!("{verb} “{name}”, seed {} of {}", training.seed + 1, self.seeds)
        };
        let doing = match next {
            Next::Train(training) => of("training", training),
            Next::Test(training) => of("scoring on test rows the best one,", training),
            Next::Nothing => String::new(),
        };
        SweepProgress {
            done,
            total,
            doing,
            is_paused: self.is_paused,
            seconds_left: (done > 0).then(|| seconds / done as f64 * (total.saturating_sub(done)) as f64),
        }
    }

    /// What it has come to so far; `None` before a training is done.
    ///
    /// - `tasks`: names and main scores
    pub fn report(&self, tasks: &[(String, MetricKind)]) -> Option<SweepReport> {
        if self.trials.is_empty() {
            return None;
        }
        let is_complete = self.next(tasks) == Next::Nothing;
        let mut comparison = Comparison::new(tasks, &self.trials);
        if !is_complete {
            // What has fewer seeds, or is not there yet, may turn out to be better.
            comparison.best = None;
            comparison.best_test.clear();
        }
        let is_there =
            |setting: &&SweepSetting| comparison.rows.iter().any(|row| row.configuration == setting.name);
        Some(SweepReport {
            is_complete,
            settings: self.settings.iter().filter(is_there).cloned().collect(),
            seeds: (0..self.seeds).map(|seed| self.seed(seed)).collect(),
            epochs: self.config.epochs,
            csv: comparison.csv(),
            notes: self.notes.clone(),
            comparison,
        })
    }

    fn seed(&self, index: usize) -> u64 {
        self.config.of_seed(index).seed
    }

    fn trial(&self, training: Training) -> Option<&Trial> {
        self.trials.get(self.index(training)?)
    }

    fn index(&self, training: Training) -> Option<usize> {
        let (name, seed) = (&self.settings.get(training.setting)?.name, self.seed(training.seed));
        self.trials.iter().position(|trial| trial.configuration == *name && trial.seed == seed)
    }
}
