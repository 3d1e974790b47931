//! The numbers and choices that some weightings have, for menus and checks; their values stand in the configuration.

use super::settings::{Distribution, WeightingConfig};
use crate::schema::knob::{KnobCard, KnobValue, Range};

/// One number or choice of a weighting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// Softness of weights.
    Tau,
    /// Width of a smoothing.
    Mu,
    /// How fast gains are forgotten.
    Gamma,
    /// How much slow tasks are favoured.
    Alpha,
    /// How far the direction may be from the mean gradient.
    C,
    /// What weights are drawn from: a choice, not a number.
    Distribution,
}

impl Knob {
    /// Every knob.
    pub const ALL: [Self; 6] = [Self::Tau, Self::Mu, Self::Gamma, Self::Alpha, Self::C, Self::Distribution];

    /// Its dotted name in the configuration.
    pub fn field(self) -> &'static str {
        self.card().field
    }

    /// Its name, its words and what it takes.
    pub fn card(self) -> KnobCard<WeightingConfig> {
        match self {
            Self::Tau => KnobCard {
                field: "weighting.tau",
                label: "Softness (tau)",
                help: "Near 0 the task with the smallest loss counts alone, and all tasks count the same as it grows.",
                value: KnobValue::Number { range: Range::AboveZero(100.0), read: |config| config.tau },
            },
            Self::Mu => KnobCard {
                field: "weighting.mu",
                label: "Smoothing (mu)",
                help: "Near 0 the worst task counts alone, at 1 all tasks count the same in units of their baselines.",
                value: KnobValue::Number { range: Range::AboveZero(100.0), read: |config| config.mu },
            },
            Self::Gamma => KnobCard {
                field: "weighting.gamma",
                label: "Forgetting (gamma)",
                help: "The higher, the faster old gains are forgotten.",
                value: KnobValue::Number { range: Range::FromZero(1.0), read: |config| config.gamma },
            },
            Self::Alpha => KnobCard {
                field: "weighting.alpha",
                label: "Alpha: favour for slow tasks (empty: the paper's)",
                help: "The higher, the more a slow task counts.",
                value: KnobValue::Optional { range: Range::AboveZero(100.0), read: |config| config.alpha },
            },
            Self::C => KnobCard {
                field: "weighting.c",
                label: "Distance from the mean gradient",
                help: "In units of its length: at 0 all tasks count the same.",
                value: KnobValue::Number { range: Range::FromZero(10.0), read: |config| config.c },
            },
            Self::Distribution => KnobCard {
                field: "weighting.distribution",
                label: "Drawn from",
                help: "The softmax of a normal number for each task, or Dirichlet's: evenly from all that sum to 1.",
                value: KnobValue::Choice {
                    items: || Distribution::ALL.map(|kind| (kind.key(), kind.name())).to_vec(),
                    read: |config| config.distribution.key(),
                },
            },
        }
    }
}
