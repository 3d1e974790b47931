//! The list of views of a head.

use serde::{Deserialize, Serialize};

use super::card::ViewCard;
use super::seen::Seen;
use super::{
    calibration, confusion, error_by_quantile, masks, per_class, precision_recall, prediction_interval,
    probabilities, rank_bars, residuals, roc, rootogram, scatter, threshold, together,
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
    /// What a threshold does, and where it stands on the curves.
    Threshold,
    /// Rows of a class that are found, and others that are taken for it, at every threshold.
    Roc,
    /// Precision by recall.
    PrecisionRecall,
    /// How often what is answered with a probability is so.
    Calibration,
    /// How probable a class is in its own rows and in all others.
    Probabilities,
    /// Which levels of an order are taken for which.
    RankBars,
    /// How often two labels of a set are yes in the same row.
    Together,
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
    pub const ALL: [Self; 15] = [
        Self::Confusion,
        Self::PerClass,
        Self::Threshold,
        Self::Roc,
        Self::PrecisionRecall,
        Self::Calibration,
        Self::Probabilities,
        Self::RankBars,
        Self::Together,
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
            Self::Threshold => &threshold::CARD,
            Self::Roc => &roc::CARD,
            Self::PrecisionRecall => &precision_recall::CARD,
            Self::Calibration => &calibration::CARD,
            Self::Probabilities => &probabilities::CARD,
            Self::RankBars => &rank_bars::CARD,
            Self::Together => &together::CARD,
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
