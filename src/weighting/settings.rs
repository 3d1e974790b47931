//! Which weighting, with its knobs.

use serde::{Deserialize, Serialize};

use super::kind::WeightingKind;

/// Which weighting, with its knobs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WeightingConfig {
    /// Which weighting.
    pub kind: WeightingKind,
    /// For `manual`: one weight per task, in task order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<f64>,
    /// For methods that take one: how much each task is preferred, in task order; empty where all are alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preference: Vec<f64>,
    /// Whether each loss is divided by that of the best constant answer before the weighting sees it, and counts so; what
    /// `normalised_equal` does in any case.
    pub normalise: bool,
    /// For methods on the Gramian: by what the gradients are taken; `null` for the representation where all tasks read one, and for
    /// the shared parameters where each task has a representation of its own.
    pub gramian: Option<GramianMode>,
    /// For methods on the Gramian: steps from one measurement to the next.
    pub refresh: usize,
    /// For methods on the Gramian: share of the weights that is kept from one measurement to the next.
    pub smoothing: f64,
    /// For `uncertainty_so`: softness of the weights.
    pub tau: f64,
    /// For `stch`: width of the smoothing, the worst task alone near 0, normalised equal weights at 1.
    pub mu: f64,
    /// For `famo`: how fast old gains are forgotten.
    pub gamma: f64,
    /// For `fairgrad` and `gradnorm`: favour for slow tasks; `null` is the paper's, 2 and 1.5.
    pub alpha: Option<f64>,
    /// For `cagrad`: how far from the mean gradient the direction may be, in units of its length.
    pub c: f64,
    /// For `random`: what weights are drawn from.
    pub distribution: Distribution,
}

impl Default for WeightingConfig {
    fn default() -> Self {
        Self {
            kind: WeightingKind::default(),
            weights: Vec::new(),
            preference: Vec::new(),
            normalise: false,
            gramian: None,
            refresh: 1,
            smoothing: 0.0,
            // The paper tunes it for every data set.
            tau: 10.0,
            // What it adds to the larger of two logarithms is at most `0.2 ln 2`, or 15 % of that loss.
            mu: 0.2,
            // The authors' for most experiments.
            gamma: 1e-3,
            alpha: None,
            // That of the paper.
            c: 0.5,
            distribution: Distribution::default(),
        }
    }
}

/// By what the gradients of a Gramian are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GramianMode {
    /// The representation that the heads read; as cheap as equal weights.
    Representation,
    /// The shared parameters; one pass through the trunk per task.
    Exact,
}

impl GramianMode {
    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Representation => "representation",
            Self::Exact => "exact",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Representation => "Representation",
            Self::Exact => "Shared parameters",
        }
    }

    /// What it costs, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Representation => {
                "What the heads read: costs little more than equal weights, and is the same for all tasks in some architectures only."
            }
            Self::Exact => "Exact, at one pass through the trunk for each task.",
        }
    }
}

/// What random weights are drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// The softmax of a standard normal number for each task.
    #[default]
    Normal,
    /// Evenly from all weights of 0 or more that sum to 1: Dirichlet's distribution with ones.
    Dirichlet,
}

impl Distribution {
    /// Every distribution, in menu order.
    pub const ALL: [Self; 2] = [Self::Normal, Self::Dirichlet];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Dirichlet => "dirichlet",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Dirichlet => "Dirichlet",
        }
    }
}
