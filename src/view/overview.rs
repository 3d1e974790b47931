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
    /// The rows where heads are most wrong.
    Rows,
    /// Scores on the rows that are picked, beside those on all.
    Chosen,
    /// Parts of the table where a head is most wrong.
    Slices,
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

impl OverviewCard {
    const fn new(key: &'static str, name: &'static str) -> Self {
        Self { key, name, is_live: false, follows_rows: false }
    }

    const fn live(self) -> Self {
        Self { is_live: true, ..self }
    }

    const fn following_rows(self) -> Self {
        Self { follows_rows: true, ..self }
    }
}

impl Overview {
    /// Every view, in the order of the page; the first one is open.
    pub const ALL: [Self; 9] = [
        Self::Surface,
        Self::Representation,
        Self::Importance,
        Self::Dependence,
        Self::Rows,
        Self::Chosen,
        Self::Slices,
        Self::Nearest,
        Self::Flip,
    ];

    /// What is said of it.
    pub fn card(self) -> &'static OverviewCard {
        match self {
            Self::Surface => const { &OverviewCard::new("surface", "Two inputs").live() },
            Self::Representation => {
                const { &OverviewCard::new("representation", "Shared representation").live() }
            }
            Self::Importance => const { &OverviewCard::new("importance", "Which inputs count") },
            Self::Dependence => const { &OverviewCard::new("dependence", "One input").live() },
            Self::Rows => const { &OverviewCard::new("rows", "Rows").following_rows() },
            Self::Chosen => const { &OverviewCard::new("chosen", "Picked rows").following_rows() },
            Self::Slices => const { &OverviewCard::new("slices", "Where it is wrong") },
            Self::Nearest => {
                const { &OverviewCard::new("nearest", "Nearest training rows").following_rows() }
            }
            Self::Flip => {
                const { &OverviewCard::new("flip", "What would change the answer").following_rows() }
            }
        }
    }
}
