//! The list of views of a head.

use serde::{Deserialize, Serialize};

use super::card::ViewCard;
use super::seen::Seen;
use super::{
    confusion, error_by_quantile, masks, per_class, prediction_interval, residuals, rootogram, scatter,
};
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
    /// What is left between predicted and actual value.
    Residuals,
    /// How large errors are for small and for large actual values.
    ErrorByQuantile,
    /// Within which limits the actual value is likely to be.
    PredictionInterval,
    /// How often each count is there and is to be expected.
    Rootogram,
}

impl HeadView {
    /// Every view.
    pub const ALL: [Self; 8] = [
        Self::Confusion,
        Self::PerClass,
        Self::Scatter,
        Self::Masks,
        Self::Residuals,
        Self::ErrorByQuantile,
        Self::PredictionInterval,
        Self::Rootogram,
    ];

    /// What is said of it.
    pub fn card(self) -> &'static ViewCard {
        match self {
            Self::Confusion => &confusion::CARD,
            Self::PerClass => &per_class::CARD,
            Self::Scatter => &scatter::CARD,
            Self::Masks => &masks::CARD,
            Self::Residuals => &residuals::CARD,
            Self::ErrorByQuantile => &error_by_quantile::CARD,
            Self::PredictionInterval => &prediction_interval::CARD,
            Self::Rootogram => &rootogram::CARD,
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
