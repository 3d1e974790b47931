//! How much there is to judge a gain by, and when that is too little.

use serde::{Deserialize, Serialize};

/// Fewest test rows, or groups, with a label of the task.
pub const FEWEST_UNITS: usize = 30;

/// Fewest rows outside the most frequent class, or labels with the rarer of yes and no.
pub const FEWEST_MINORITY: usize = 10;

/// Fewest rows answered differently by the two models for either of them to be the better one. Of fewer, percentiles are too sure: where five
/// rows differ, all in favour of one model, no resample favours the other, and yet a fair coin does as much in 1 of 16 cases. Six such
/// rows are the first that a sign test calls a difference at 5 %.
pub const FEWEST_DIFFERING: usize = 6;

/// Largest share of resamples in which a score may have no value.
pub const MOST_UNDEFINED: f64 = 0.05;

/// What is drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Rows.
    Rows,
    /// All rows of a group together.
    Groups,
}

impl Unit {
    /// Its plural.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Groups => "groups",
        }
    }
}

/// How much there is to judge a task by; of several seeds, the least.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Test rows with a label of the task.
    pub rows: usize,
    /// The different rows or groups that those are.
    pub units: usize,
    /// Trainings of each model.
    pub seeds: usize,
    /// Rows outside the most frequent class, or labels with the rarer of yes and no; `null` of numbers.
    pub minority: Option<usize>,
    /// Rows that the two models answer differently; `null` where the score looks at more than answers.
    pub differing: Option<usize>,
    /// Share of the resamples in which a score had no value.
    pub undefined: f64,
}

/// Why test rows don't suffice.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum TooFew {
    /// Fewer than [`FEWEST_UNITS`] rows or groups.
    Units {
        /// How many have a label.
        found: usize,
        /// What they are.
        unit: Unit,
    },
    /// Fewer than [`FEWEST_MINORITY`] labels of another class than the most frequent one.
    Minority {
        /// How many.
        found: usize,
    },
    /// The interval has no 0, but fewer than [`FEWEST_DIFFERING`] answers differ.
    Differing {
        /// How many do.
        found: usize,
    },
    /// More than [`MOST_UNDEFINED`] of the resamples have no score.
    Undefined {
        /// Their share.
        share: f64,
    },
    /// A score has no value on the rows as they are, or there is no interval.
    NoScore,
}

impl TooFew {
    /// It as a clause that can follow “too few test rows to tell:”.
    pub fn clause(self) -> String {
        match self {
            Self::Units { found, unit } => {
                format!("{found} {} have a label, and {FEWEST_UNITS} are needed", unit.name())
            }
            Self::Minority { found } => {
                format!("{found} labels are not of the most frequent class, and {FEWEST_MINORITY} are needed")
            }
            Self::Differing { found } => {
                format!("the two models differ in {found} answers, and {FEWEST_DIFFERING} are needed")
            }
            Self::Undefined { share } => {
                format!("the score has no value in {:.0} % of the resamples", 100.0 * share)
            }
            Self::NoScore => "the score has no value on them".to_owned(),
        }
    }
}

impl Evidence {
    /// Why labels alone don't suffice, whatever the two models say.
    pub fn too_few(&self, unit: Unit) -> Option<TooFew> {
        if self.units < FEWEST_UNITS {
            return Some(TooFew::Units { found: self.units, unit });
        }
        let found = self.minority.filter(|found| *found < FEWEST_MINORITY)?;
        Some(TooFew::Minority { found })
    }

    /// Why answers that differ don't suffice for either model to be the better one.
    pub fn too_few_differ(&self) -> Option<TooFew> {
        let found = self.differing.filter(|found| *found < FEWEST_DIFFERING)?;
        Some(TooFew::Differing { found })
    }
}
