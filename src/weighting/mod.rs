//! Rules that decide how much each task counts: losses in, one weight per task out; no tensors.

mod equal;
mod manual;
mod normalised_equal;

use serde::{Deserialize, Serialize};

use crate::card::Card;

/// Which weighting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightingKind {
    /// Every loss divided by the trivial predictor's, then equal weights.
    #[default]
    NormalisedEqual,
    /// Equal weights on the losses as they are.
    Equal,
    /// The user's own weights.
    Manual,
}
