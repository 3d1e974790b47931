//! What a column can be used for.

use serde::{Deserialize, Serialize};

/// What a column is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Fed to the model.
    Input,
    /// Predicted by a head of its own.
    Task,
    /// Left out.
    Ignore,
    /// Says `train`, `valid` or `test` for each row.
    Split,
    /// Names what rows belong together, so that one split holds them all.
    Group,
    /// Says how much each row counts.
    Weight,
}

impl Role {
    /// Every role, in menu order.
    pub const ALL: [Self; 6] =
        [Self::Input, Self::Task, Self::Ignore, Self::Split, Self::Group, Self::Weight];

    /// The snake_case name used in summaries and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Task => "task",
            Self::Ignore => "ignore",
            Self::Split => "split",
            Self::Group => "group",
            Self::Weight => "weight",
        }
    }

    /// Whether only one column can have it.
    pub fn is_single(self) -> bool {
        match self {
            Self::Split | Self::Group | Self::Weight => true,
            Self::Input | Self::Task | Self::Ignore => false,
        }
    }
}
