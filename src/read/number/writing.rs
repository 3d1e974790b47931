//! What the cells of a column of numbers look like.

use serde::{Deserialize, Serialize};

use crate::read::number::clock::ClockFormat;

/// What numbers are written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writing {
    /// Amounts, with or without units.
    #[default]
    Amount,
    /// To base 16, as “0x1F”.
    Hex,
    /// Times of day or durations.
    Clock(ClockFormat),
}
