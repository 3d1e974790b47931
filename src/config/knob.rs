//! The numbers and choices of training that have a place on the page by their card; their values stand in the configuration.

use super::learning::{SamplingKind, ScheduleKind, StoppingScope, WarmupUnit};
use super::{EarlyStopping, RunConfig};
use crate::schema::knob::{KnobCard, KnobValue, OutOfRange, Range};

/// Most epochs, and so the longest patience.
pub(super) const MOST_EPOCHS: usize = 100_000;

/// One number or choice of training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// The course of the learning rate.
    Schedule,
    /// The length of the warm-up.
    Warmup,
    /// What that is counted in.
    WarmupUnit,
    /// The lowest rate.
    Lowest,
    /// What the rate is multiplied by on a plateau.
    Factor,
    /// Epochs that make a plateau.
    Patience,
    /// The longest gradient.
    ClipNorm,
    /// How much labels of classes are softened.
    LabelSmoothing,
    /// Which rows an epoch sees.
    Sampling,
    /// How equally tasks are drawn.
    Temperature,
    /// Whose validation loss stops early.
    StoppingScope,
    /// Seconds of training.
    TimeBudget,
    /// Steps between measurements of affinity.
    AffinityEvery,
}

impl Knob {
    /// Every knob, in the order of the page.
    pub const ALL: [Self; 13] = [
        Self::Schedule,
        Self::Warmup,
        Self::WarmupUnit,
        Self::Lowest,
        Self::Factor,
        Self::Patience,
        Self::ClipNorm,
        Self::LabelSmoothing,
        Self::Sampling,
        Self::Temperature,
        Self::StoppingScope,
        Self::TimeBudget,
        Self::AffinityEvery,
    ];

    /// Whether it changes anything with what else is chosen.
    pub fn matters(self, config: &RunConfig) -> bool {
        match self {
            Self::Schedule
            | Self::Warmup
            | Self::ClipNorm
            | Self::LabelSmoothing
            | Self::Sampling
            | Self::TimeBudget
            | Self::AffinityEvery => true,
            Self::WarmupUnit => config.schedule.warmup > 0.0,
            Self::Lowest => match config.schedule.kind {
                ScheduleKind::Constant => false,
                ScheduleKind::Cosine | ScheduleKind::Plateau => true,
            },
            Self::Factor | Self::Patience => match config.schedule.kind {
                ScheduleKind::Constant | ScheduleKind::Cosine => false,
                ScheduleKind::Plateau => true,
            },
            Self::Temperature => match config.sampling.kind {
                SamplingKind::Uniform => false,
                SamplingKind::Balanced => true,
            },
            Self::StoppingScope => config.early_stopping.is_some(),
        }
    }

    /// Its name, its words and what it takes.
    pub fn card(self) -> KnobCard<RunConfig> {
        match self {
            Self::Schedule => KnobCard {
                field: "schedule.kind",
                label: "Course of the learning rate",
                help: "Constant, falling along half a cosine over all epochs, or lower whenever validation is on a plateau.",
                value: KnobValue::Choice {
                    items: || ScheduleKind::ALL.map(|kind| (kind.key(), kind.name())).to_vec(),
                    read: |config| config.schedule.kind.key(),
                },
            },
            Self::Warmup => KnobCard {
                field: "schedule.warmup",
                label: "Warm-up (0: none)",
                help: "The learning rate rises to its full height over the first steps, which spares fresh parameters large updates.",
                value: KnobValue::Number {
                    range: Range::FromZero(1e6),
                    read: |config| config.schedule.warmup,
                },
            },
            Self::WarmupUnit => KnobCard {
                field: "schedule.warmupUnit",
                label: "Warm-up is counted in",
                help: "A share, such as 0.05, of the steps of all epochs, or steps.",
                value: KnobValue::Choice {
                    items: || WarmupUnit::ALL.map(|unit| (unit.key(), unit.name())).to_vec(),
                    read: |config| config.schedule.warmup_unit.key(),
                },
            },
            Self::Lowest => KnobCard {
                field: "schedule.lowest",
                label: "Lowest learning rate, as a share",
                help: "The learning rate falls to this share of itself, and no further.",
                value: KnobValue::Number {
                    range: Range::FromZero(1.0),
                    read: |config| config.schedule.lowest,
                },
            },
            Self::Factor => KnobCard {
                field: "schedule.factor",
                label: "Factor on a plateau",
                help: "What the learning rate is multiplied by whenever validation is on a plateau.",
                value: KnobValue::Number {
                    range: Range::AboveZero(0.99),
                    read: |config| config.schedule.factor,
                },
            },
            Self::Patience => KnobCard {
                field: "schedule.patience",
                label: "Epochs that make a plateau",
                help: "The learning rate falls after more epochs than these without a better validation score; choose fewer than those after which training stops.",
                value: KnobValue::Whole { most: MOST_EPOCHS, read: |config| config.schedule.patience },
            },
            Self::ClipNorm => KnobCard {
                field: "optimizer.clipNorm",
                label: "Longest gradient (empty: any)",
                help: "A longer gradient, over all parameters together, is shortened to this length before it is followed.",
                value: KnobValue::Optional {
                    range: Range::AboveZero(1e6),
                    read: |config| config.optimizer.clip_norm,
                },
            },
            Self::LabelSmoothing => KnobCard {
                field: "labelSmoothing",
                label: "Label smoothing",
                help: "This share of every label is spread over all classes in training, so that heads grow less sure of themselves; classes in order and numbers are learned as they are.",
                value: KnobValue::Number {
                    range: Range::FromZero(0.9),
                    read: |config| config.label_smoothing,
                },
            },
            Self::Sampling => KnobCard {
                field: "sampling.kind",
                label: "Rows of an epoch",
                help: "Balanced, rows are drawn so that tasks with few labels are seen more often, in as many steps.",
                value: KnobValue::Choice {
                    items: || SamplingKind::ALL.map(|kind| (kind.key(), kind.name())).to_vec(),
                    read: |config| config.sampling.kind.key(),
                },
            },
            Self::Temperature => KnobCard {
                field: "sampling.temperature",
                label: "Temperature of the draw",
                help: "At 1 tasks are drawn in proportion to their labels; the higher, the more equally.",
                value: KnobValue::Number {
                    range: Range::Between(1.0, 100.0),
                    read: |config| config.sampling.temperature,
                },
            },
            Self::StoppingScope => KnobCard {
                field: "earlyStopping.scope",
                label: "Validation must be flat",
                help: "By itself, a task is trained no further and has no say once its own validation loss is flat; the trunk goes on learning from the others.",
                value: KnobValue::Choice {
                    items: || StoppingScope::ALL.map(|scope| (scope.key(), scope.name())).to_vec(),
                    read: |config| config.early_stopping.unwrap_or(EarlyStopping::default()).scope.key(),
                },
            },
            Self::TimeBudget => KnobCard {
                field: "timeBudget",
                label: "Seconds of training, at most (empty: any)",
                help: "The run ends after these seconds, pauses not counted, with the best epoch so far.",
                value: KnobValue::Optional {
                    range: Range::AboveZero(1e6),
                    read: |config| config.time_budget,
                },
            },
            Self::AffinityEvery => KnobCard {
                field: "affinityEvery",
                label: "Measure affinity every … steps (0: never)",
                help: "Looks ahead what a step on one task alone would do to the other tasks, which tells which tasks belong together. Nothing that is learned changes; each look takes about as long as one step and a half for every task.",
                value: KnobValue::WholeOrZero { most: 10_000, read: |config| config.affinity_every },
            },
        }
    }
}

impl RunConfig {
    /// Checks every knob of training.
    ///
    /// # Errors
    /// The first number that is out of range.
    pub(super) fn check_knobs(&self) -> Result<(), OutOfRange> {
        Knob::ALL.iter().try_for_each(|knob| knob.card().check(self))
    }
}
