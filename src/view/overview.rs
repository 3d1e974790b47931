//! The list of views of the whole model. They need its answers to rows of their own, so what asks and draws stands in `session/looking/`.

use serde::{Deserialize, Serialize};

/// A view of all heads together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overview {
    /// Every head's answer over the same two inputs.
    Surface,
    /// The training rows that are nearest to the picked row.
    Nearest,
    /// The smallest change of one input that changes what a head says of the picked row.
    Flip,
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
    pub const ALL: [Self; 3] = [Self::Surface, Self::Nearest, Self::Flip];

    /// What is said of it.
    pub fn card(self) -> &'static OverviewCard {
        match self {
            Self::Surface => {
                &OverviewCard { key: "surface", name: "Two inputs", is_live: true, follows_rows: false }
            }
            Self::Nearest => &OverviewCard {
                key: "nearest",
                name: "Nearest training rows",
                is_live: false,
                follows_rows: true,
            },
            Self::Flip => &OverviewCard {
                key: "flip",
                name: "What would change the answer",
                is_live: true,
                follows_rows: true,
            },
        }
    }
}
