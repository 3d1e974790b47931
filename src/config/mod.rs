//! What the user chose for a run, checked before any tensor exists.

mod check;
mod comparison;
mod differences;
mod knob;
mod learning;
mod merge;
mod opening;
mod sweep;

use std::collections::BTreeMap;

pub use knob::Knob;
pub use learning::{
    EarlyStopping, SamplingConfig, SamplingKind, ScheduleConfig, ScheduleKind, StoppingScope, WarmupUnit,
};
use serde::{Deserialize, Serialize};

pub use comparison::ComparisonConfig;
pub use differences::Difference;
pub use sweep::{SweepConfig, SweepError, SweepSetting};

use crate::architecture::{ArchitectureConfig, ArchitectureKind};
use crate::input::EncodingConfig;
use crate::schema::role::Role;
use crate::task::TargetConfig;
use crate::task::label_set::LabelSets;
use crate::weighting::{GramianMode, WeightingConfig};

/// A run configuration; the JSON of the public contract. Every field has a default, unknown fields are refused by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RunConfig {
    /// Seed of everything random: initial parameters, batches, dropout and, unless it has one of its own, the split.
    pub seed: u64,
    /// Shares of the rows; ignored where a column has the role `split` (but see [`SplitConfig`]).
    pub split: SplitConfig,
    /// How inputs become numbers.
    pub encoding: EncodingConfig,
    /// What is chosen for single tasks, by name.
    pub targets: BTreeMap<String, TargetConfig>,
    /// Columns of yes and no that are learned together as one task each, by the task's name; all of them have the role task.
    pub label_sets: LabelSets,
    /// How trunk and heads are wired.
    pub architecture: ArchitectureConfig,
    /// How much each task counts.
    pub weighting: WeightingConfig,
    /// The update rule.
    pub optimizer: OptimizerConfig,
    /// The course of the learning rate.
    pub schedule: ScheduleConfig,
    /// Share of every label of a class, or of yes and no, that is spread over all of them in training, from 0 to below 1: Szegedy et
    /// al., 2016, <https://arxiv.org/abs/1512.00567>. Validation and scores know nothing of it. Classes in order are learned as they
    /// are: spread evenly, the class at the far end would be as likely as the neighbour.
    pub label_smoothing: f64,
    /// Which rows an epoch sees.
    pub sampling: SamplingConfig,
    /// Rows per step.
    pub batch_size: usize,
    /// Passes over the training split, at most.
    pub epochs: usize,
    /// When to stop before that; `null` never stops early.
    pub early_stopping: Option<EarlyStopping>,
    /// Whether a run that has ended is compared with models that learn one task alone.
    pub single_task_twins: bool,
    /// What it is compared with, and how surely.
    pub comparison: ComparisonConfig,
    /// Steps from one measurement of how the tasks act on each other to the next; 0 for none. It changes nothing that is learned.
    pub affinity_every: usize,
    /// Seconds of training after which a run ends, pauses not counted; `null` for any time. What is reached by then depends on the
    /// machine, so that two runs under a budget may differ.
    pub time_budget: Option<f64>,
}

/// What is wrong with a configuration; fields by dotted name, as in its JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum ConfigError {
    #[error("there is no field “{field}”; known are: {known}")]
    Unknown { field: String, known: String },
    #[error("{field}: {problem}")]
    Malformed { field: String, problem: String },
    #[error("{field}: expected {expected}, found {found}")]
    OutOfRange { field: String, expected: String, found: String },
}

/// In place of a column's name in [`SplitConfig::stratify`].
pub const PLAIN_RANDOM: &str = "none";

/// Shares of the rows in each split; they sum to 1.
///
/// A split column that names no `valid` rows has them drawn from its `train` rows: `valid / (train + valid)` of them.
/// Of one that names `test` rows without a label of any task, all are drawn from the labelled ones. With a column of the role `group`,
/// rows of one group stay in one split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SplitConfig {
    /// Share that parameters are fitted on.
    pub train: f64,
    /// Share that early stopping looks at.
    pub valid: f64,
    /// Share that chooses nothing and is only reported.
    pub test: f64,
    /// The column of which every split has the same shares of values: `null` for the classes of all class tasks, `none` for
    /// plain random. Rows for `valid` drawn beside a split column are plain random unless a column is named.
    pub stratify: Option<String>,
    /// The column of dates, or of numbers that grow with time, by which rows are dealt out: the oldest train, the newest test, and
    /// rows of equal times stay together; those without a time train. It comes before `stratify`, groups and copies; `null` for
    /// a random split.
    pub by_time: Option<String>,
    /// Whether rows that are equal in all inputs and tasks stay in one split, as a group would.
    pub keep_copies_together: bool,
    /// Which rows go where, as far as chance decides; `null` for the seed of everything else.
    pub seed: Option<u64>,
}

/// The update rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptimizerKind {
    /// Adam with decoupled weight decay (Loshchilov & Hutter, 2019).
    #[default]
    Adamw,
    /// Adam (Kingma & Ba, 2015); weight decay is added to the gradient.
    Adam,
    /// Plain stochastic gradient descent; weight decay is added to the gradient.
    Sgd,
}

impl OptimizerKind {
    /// Every optimiser, in menu order.
    pub const ALL: [Self; 3] = [Self::Adamw, Self::Adam, Self::Sgd];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Adamw => "adamw",
            Self::Adam => "adam",
            Self::Sgd => "sgd",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adamw => "AdamW",
            Self::Adam => "Adam",
            Self::Sgd => "SGD",
        }
    }
}

/// The update rule and its knobs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OptimizerConfig {
    /// Which optimiser.
    pub kind: OptimizerKind,
    /// Step size.
    pub learning_rate: f64,
    /// Pull of every parameter towards 0.
    pub weight_decay: f64,
    /// Longest gradient over all parameters together: longer ones are shortened to it (Pascanu, Mikolov & Bengio, 2013); `null` for any.
    pub clip_norm: Option<f64>,
}

impl RunConfig {
    /// The seed by which rows are split: one of its own, so that runs of several seeds can learn from the same rows, or the one.
    pub fn split_seed(&self) -> u64 {
        self.split.seed.unwrap_or(self.seed)
    }

    /// By what a weighting on the Gramian takes gradients.
    pub fn gramian_mode(&self) -> GramianMode {
        let is_own = self.architecture.kind.has_own_representations();
        let suited = if is_own { GramianMode::Exact } else { GramianMode::Representation };
        self.weighting.gramian.unwrap_or(suited)
    }

    /// Whether it takes them at representations of each task's own, which are different spaces: there, dot products between tasks
    /// mean little.
    pub fn compares_own_spaces(&self) -> bool {
        self.architecture.kind.has_own_representations() && self.gramian_mode() == GramianMode::Representation
    }

    /// Whether it turns a table into the same dataset as another.
    pub fn gives_same_data(&self, other: &Self) -> bool {
        self.split_seed() == other.split_seed()
            && SplitConfig { seed: None, ..self.split.clone() }
                == SplitConfig { seed: None, ..other.split.clone() }
            && self.encoding == other.encoding
            && self.targets == other.targets
            && self.label_sets == other.label_sets
    }

    /// Whether it trains as another does, whatever they are compared with afterwards.
    pub fn trains_alike(&self, other: &Self) -> bool {
        let own = Self { single_task_twins: other.single_task_twins, ..self.clone() };
        Self { comparison: other.comparison.clone(), ..own } == *other
    }

    /// What a model of one task alone is trained by: all that shapes the training of the joint model, on a trunk of its own. A
    /// weighting has nothing to weigh.
    pub fn of_one_task(&self) -> Self {
        let architecture =
            ArchitectureConfig { kind: ArchitectureKind::default(), ..self.architecture.clone() };
        Self { architecture, weighting: WeightingConfig::default(), ..self.clone() }
    }

    /// What a model of some of the tasks is trained by: all that shapes the training of the joint model.
    ///
    /// - `tasks`: their indices in the order of the file
    pub fn of_tasks(&self, tasks: &[usize]) -> Self {
        let mut config = self.clone();
        let weights = config.weighting.weights.iter().enumerate();
        config.weighting.weights =
            weights.filter(|(task, _)| tasks.contains(task)).map(|(_, weight)| *weight).collect();
        config
    }

    /// The same for another training of a comparison, the first being its own. Rows stay where they are, unless they are to be
    /// dealt out anew.
    pub fn of_seed(&self, index: usize) -> Self {
        let seed = self.seed + index as u64;
        let split_seed = self.split_seed() + if self.comparison.redraw_splits { index as u64 } else { 0 };
        Self { seed, split: SplitConfig { seed: Some(split_seed), ..self.split.clone() }, ..self.clone() }
    }

    /// Forgets what was chosen for columns that aren't there any more; columns that are no tasks any more leave their label sets,
    /// and what is left of a set is one while it has two.
    ///
    /// - `role`: of the column with a name
    pub fn forget_columns(&mut self, role: impl Fn(&str) -> Option<Role>) {
        let is_there = |name: &str| role(name).is_some();
        self.targets.retain(|name, _| is_there(name));
        for columns in self.label_sets.values_mut() {
            columns.retain(|name| role(name) == Some(Role::Task));
        }
        self.label_sets.retain(|name, columns| columns.len() > 1 && !is_there(name));
        self.split.stratify.take_if(|name| name != PLAIN_RANDOM && !is_there(name));
        self.split.by_time.take_if(|name| !is_there(name));
    }
}

impl Default for RunConfig {
    fn default() -> Self {
        Self {
            seed: 7,
            split: SplitConfig::default(),
            encoding: EncodingConfig::default(),
            targets: BTreeMap::new(),
            label_sets: LabelSets::new(),
            architecture: ArchitectureConfig::default(),
            weighting: WeightingConfig::default(),
            optimizer: OptimizerConfig::default(),
            schedule: ScheduleConfig::default(),
            label_smoothing: 0.0,
            sampling: SamplingConfig::default(),
            batch_size: 128,
            epochs: 100,
            early_stopping: Some(EarlyStopping::default()),
            single_task_twins: true,
            comparison: ComparisonConfig::default(),
            affinity_every: 0,
            time_budget: None,
        }
    }
}

impl Default for SplitConfig {
    fn default() -> Self {
        Self {
            train: 0.7,
            valid: 0.15,
            test: 0.15,
            stratify: None,
            by_time: None,
            keep_copies_together: true,
            seed: None,
        }
    }
}

impl Default for OptimizerConfig {
    fn default() -> Self {
        Self { kind: OptimizerKind::default(), learning_rate: 1e-3, weight_decay: 1e-4, clip_norm: None }
    }
}
