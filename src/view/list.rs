//! The list of views of a head.

use serde::{Deserialize, Serialize};

use super::card::ViewCard;
use super::seen::Seen;
use super::{confusion, masks, per_class, scatter};
use crate::figure::{Drawn, Options};

/// A view of what one head says about the labelled rows of one split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadView {
    /// Rows by actual and predicted class.
    Confusion,
    /// How each label of a set, or each class, is answered.
    PerClass,
    /// Predicted against actual value.
    Scatter,
    /// Actual and predicted class of each pixel.
    Masks,
}

impl HeadView {
    /// Every view.
    pub const ALL: [Self; 4] = [Self::Confusion, Self::PerClass, Self::Scatter, Self::Masks];

    /// What is said of it.
    pub fn card(self) -> &'static ViewCard {
        match self {
            Self::Confusion => &confusion::CARD,
            Self::PerClass => &per_class::CARD,
            Self::Scatter => &scatter::CARD,
            Self::Masks => &masks::CARD,
        }
    }

    /// Draws it; says so where there is no labelled row.
    pub fn draw(self, seen: &Seen<'_>, options: &Options) -> Drawn {
        if seen.rows.is_empty() {
            return Drawn::nothing("No row of this split has a label of this task.");
        }
        (self.card().draw)(seen, options)
    }
}
