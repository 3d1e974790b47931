//! The numbers that some architectures have; their values stand in the configuration.

use super::settings::ArchitectureConfig;
use crate::schema::knob::{KnobCard, KnobValue, Range};

/// Most experts of a kind.
const MOST_EXPERTS: usize = 64;

/// One number of an architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// Experts that all tasks share.
    Experts,
    /// Experts of each task's own.
    TaskExperts,
    /// Experts that each task selects.
    ExpertsPerTask,
    /// Rank of each task's updates.
    Rank,
    /// Softness of gates.
    Temperature,
    /// How much heads are tied.
    RelationStrength,
    /// Members of an ensemble.
    Members,
}

impl Knob {
    /// Every knob.
    pub const ALL: [Self; 7] = [
        Self::Experts,
        Self::TaskExperts,
        Self::ExpertsPerTask,
        Self::Rank,
        Self::Temperature,
        Self::RelationStrength,
        Self::Members,
    ];

    /// Its name, its words and what it takes.
    pub fn card(self) -> KnobCard<ArchitectureConfig> {
        match self {
            Self::Experts => KnobCard {
                field: "architecture.experts",
                label: "Shared experts",
                help: "As many as all tasks may read.",
                value: KnobValue::Whole { most: MOST_EXPERTS, read: |config| config.experts },
            },
            Self::TaskExperts => KnobCard {
                field: "architecture.taskExperts",
                label: "Experts of each task",
                help: "As many belong to every single task.",
                value: KnobValue::Whole { most: MOST_EXPERTS, read: |config| config.task_experts },
            },
            Self::ExpertsPerTask => KnobCard {
                field: "architecture.expertsPerTask",
                label: "Experts a task selects",
                help: "Each task ends with this many at most.",
                value: KnobValue::Whole { most: MOST_EXPERTS, read: |config| config.experts_per_task },
            },
            Self::Rank => KnobCard {
                field: "architecture.rank",
                label: "Rank of updates",
                help: "The higher, the further a task may move away from what all share.",
                value: KnobValue::Whole { most: 4_096, read: |config| config.rank },
            },
            Self::Temperature => KnobCard {
                field: "architecture.temperature",
                label: "Temperature",
                help: "At 1 gates mix as in the papers, towards 0 they choose.",
                value: KnobValue::Number {
                    range: Range::AboveZero(100.0),
                    read: |config| config.temperature,
                },
            },
            Self::RelationStrength => KnobCard {
                field: "architecture.relationStrength",
                label: "Strength of the relation",
                help: "The higher, the more heads of related tasks are pulled together.",
                value: KnobValue::Number {
                    range: Range::FromZero(1_000.0),
                    read: |config| config.relation_strength,
                },
            },
            Self::Members => KnobCard {
                field: "architecture.members",
                label: "Members of the ensemble",
                help: "The more, the steadier their mean, and the longer a step.",
                value: KnobValue::Whole { most: 64, read: |config| config.members },
            },
        }
    }
}
