//! How a run learns beside its update rule: the course of the learning rate, which rows a step sees, and when it ends early.

use serde::{Deserialize, Serialize};

/// How the learning rate changes over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleKind {
    /// It stays.
    #[default]
    Constant,
    /// It falls along half a cosine, over all epochs, to the lowest rate (Loshchilov & Hutter, 2017).
    Cosine,
    /// It falls by a factor whenever the validation score has not improved for some epochs.
    Plateau,
}

impl ScheduleKind {
    /// Every schedule, in menu order.
    pub const ALL: [Self; 3] = [Self::Constant, Self::Cosine, Self::Plateau];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Cosine => "cosine",
            Self::Plateau => "plateau",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "Constant",
            Self::Cosine => "Cosine",
            Self::Plateau => "Lower on a plateau",
        }
    }
}

/// What the length of a warm-up is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarmupUnit {
    /// A share of the steps of all epochs.
    #[default]
    Share,
    /// Steps.
    Steps,
}

impl WarmupUnit {
    /// Both units, in menu order.
    pub const ALL: [Self; 2] = [Self::Share, Self::Steps];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Steps => "steps",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "Share of all steps",
            Self::Steps => "Steps",
        }
    }
}

/// The course of the learning rate: a warm-up, if any, and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ScheduleConfig {
    /// What follows the warm-up.
    pub kind: ScheduleKind,
    /// How long the rate rises in equal steps to the whole learning rate, with any kind; 0 for no warm-up.
    pub warmup: f64,
    /// What `warmup` is counted in.
    pub warmup_unit: WarmupUnit,
    /// For `cosine` and `plateau`: the lowest rate, as a share of the learning rate.
    pub lowest: f64,
    /// For `plateau`: what the rate is multiplied by.
    pub factor: f64,
    /// For `plateau`: epochs without a better validation score that are put up with.
    pub patience: usize,
}

impl Default for ScheduleConfig {
    fn default() -> Self {
        Self {
            kind: ScheduleKind::default(),
            warmup: 0.0,
            warmup_unit: WarmupUnit::default(),
            lowest: 0.0,
            // PyTorch's.
            factor: 0.1,
            // Fewer than those after which a run stops early, so that a lower rate can still help.
            patience: 4,
        }
    }
}

/// Which rows an epoch sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SamplingKind {
    /// Every training row once.
    #[default]
    Uniform,
    /// As many rows, drawn so that tasks with few labels are seen more often.
    Balanced,
}

impl SamplingKind {
    /// Both kinds, in menu order.
    pub const ALL: [Self; 2] = [Self::Uniform, Self::Balanced];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Balanced => "balanced",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uniform => "Every row once an epoch",
            Self::Balanced => "Balanced over tasks",
        }
    }
}

/// How the rows of an epoch are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SamplingConfig {
    /// Which rows an epoch sees.
    pub kind: SamplingKind,
    /// For `balanced`: at 1 a task is drawn in proportion to its labels, and the higher it is, the more equally all tasks are drawn.
    pub temperature: f64,
}

impl Default for SamplingConfig {
    fn default() -> Self {
        // As in Arivazhagan et al., 2019, <https://arxiv.org/abs/1907.05019>, for 103 languages.
        Self { kind: SamplingKind::default(), temperature: 5.0 }
    }
}

/// Whose validation loss must be flat for a run to stop early.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoppingScope {
    /// The sum over all tasks.
    #[default]
    All,
    /// Each task's own: it is trained no further once it is flat, and the run stops with the last one.
    Task,
}

impl StoppingScope {
    /// Both scopes, in menu order.
    pub const ALL: [Self; 2] = [Self::All, Self::Task];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Task => "task",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "Over all tasks together",
            Self::Task => "For each task by itself",
        }
    }
}

/// Stops once the validation loss has been flat for a while; the best epoch's parameters are kept.
///
/// For each task by itself: tasks share the trunk, so that no task can keep parameters of its own best epoch. A task whose own
/// validation loss has been flat weighs 0 from then on, its head is trained no further, and it has no say any more in which epoch is
/// the best. What the others still change in the trunk may help or hurt it. The run stops once no task is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EarlyStopping {
    /// Epochs without a better validation loss before the run, or a task, stops.
    pub patience: usize,
    /// Whose loss that is.
    pub scope: StoppingScope,
}

impl Default for EarlyStopping {
    fn default() -> Self {
        Self { patience: 10, scope: StoppingScope::default() }
    }
}
