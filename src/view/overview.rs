//! The list of views of the whole model. They need its answers to rows of their own, so what asks and draws stands in `session/looking/`.

use serde::{Deserialize, Serialize};

/// A view of all heads together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overview {
    /// Every head's answer over the same two inputs.
    Surface,
    /// What the trunk makes of rows, on two axes.
    Representation,
    /// How much worse each head gets without each input.
    Importance,
    /// How each head's answer changes with one input.
    Dependence,
}

/// A view's row in the list.
#[derive(Debug)]
pub struct OverviewCard {
    /// The snake_case name.
    pub key: &'static str,
    /// What the page calls it.
    pub name: &'static str,
    /// Whether it is drawn again and again while a run goes on.
    pub is_live: bool,
    /// Whether it shows the rows that are picked in other views, and is drawn anew with them.
    pub follows_rows: bool,
}

impl Overview {
    /// Every view, in the order of the page; the first one is open.
    pub const ALL: [Self; 4] = [Self::Surface, Self::Representation, Self::Importance, Self::Dependence];

    /// What is said of it.
    pub fn card(self) -> &'static OverviewCard {
        match self {
            Self::Surface => {
                &OverviewCard { key: "surface", name: "Two inputs", is_live: true, follows_rows: false }
            }
            Self::Representation => &OverviewCard {
                key: "representation",
                name: "Shared representation",
                is_live: true,
                follows_rows: false,
            },
            Self::Importance => &OverviewCard {
                key: "importance",
                name: "Which inputs count",
                is_live: false,
                follows_rows: false,
            },
            Self::Dependence => {
                &OverviewCard { key: "dependence", name: "One input", is_live: true, follows_rows: false }
            }
        }
    }
}
