//! The three parts that rows are dealt to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Part of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// Parameters are fitted on it.
    Train,
    /// Early stopping looks at it.
    Valid,
    /// Chooses nothing; only reported.
    Test,
}

impl Split {
    /// Every split, in order.
    pub const ALL: [Self; 3] = [Self::Train, Self::Valid, Self::Test];

    /// The snake_case name used in reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Valid => "valid",
            Self::Test => "test",
        }
    }
}

/// One value per split.
pub type PerSplit<V> = BTreeMap<Split, V>;
