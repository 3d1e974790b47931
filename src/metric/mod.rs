//! Scores of a head, named and computed on plain slices; they equal scikit-learn's on the same predictions.

mod baseline;
mod classes;
mod counts;
mod labels;
mod levels;
mod mask;
mod per_class;
mod ranks;
mod threshold;
mod undefined;
mod values;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use baseline::{baseline_classes, baseline_counts, baseline_labels, baseline_levels, baseline_values};
pub use classes::{
    CALIBRATION_BINS, calibration_bin, class_metrics, class_skill, class_surprise, is_among, largest,
    squared_gap,
};
pub use counts::count_metrics;
pub use labels::{LabelScores, is_named, label_metrics, label_scores, label_skill, surprise};
pub use levels::level_metrics;
pub use mask::mask_metrics;
pub use per_class::class_scores;
pub use ranks::{auc, average_precision, ranks};
pub use threshold::{AtThreshold, Choice, ThresholdReport, at_threshold, best_threshold};
pub use undefined::{PerRow, Reasons, reasons};
pub use values::{log_error, value_metrics};

/// A score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MetricKind {
    /// What training minimises, before any weighting.
    Loss,
    /// Share of rows whose class is right.
    Accuracy,
    /// Mean recall over the classes present.
    BalancedAccuracy,
    /// Mean F1 over the classes present in actual or predicted labels, or over the labels of a set that are.
    MacroF1,
    /// F1 of yes over all labels of a set together.
    MicroF1,
    /// Share of the labels of a set that are answered wrong.
    HammingLoss,
    /// Share of the rows that have all labels of a set in which all are answered right.
    SubsetAccuracy,
    /// Area under the ROC curve; macro one-vs-rest over the classes present, or over the labels of a set with both.
    Auc,
    /// Area under the precision-recall curve, as a step function; macro one-vs-rest.
    AveragePrecision,
    /// Mean negative log probability of the actual class.
    LogLoss,
    /// Expected calibration error over 10 equal-width bins of the top probability.
    Ece,
    /// Root of the mean squared error.
    Rmse,
    /// Mean absolute error; in levels where classes are in order.
    Mae,
    /// Coefficient of determination.
    R2,
    /// Linear correlation.
    Pearson,
    /// Rank correlation.
    Spearman,
    /// Cohen's kappa with quadratic weights, for classes in order.
    QuadraticKappa,
    /// Mean Poisson deviance.
    PoissonDeviance,
    /// Share of the Poisson deviance explained: R² with deviances in place of squares.
    D2,
    /// Share of the pixels of masks whose class is right.
    PixelAccuracy,
    /// Mean over the classes present of intersection over union.
    MeanIou,
    /// Share of the log loss of the training shares that is saved: 1 less the log loss over that of always answering them.
    LogLossSkill,
    /// Mean squared distance of probabilities from 1 for what is and 0 for what is not: of the second of two classes, from 0 to 1; summed
    /// over three or more classes, from 0 to 2; of the labels of a set, over all of them.
    Brier,
    /// Root of the mean squared error of `ln(1 + value)`.
    Rmsle,
    /// Share of rows whose class is among the three most probable ones.
    Top3Accuracy,
    /// Share of rows whose class is among the five most probable ones.
    Top5Accuracy,
}

/// Scores by name; `null` where a score is undefined, such as R² on equal values: [`Reasons`] say why.
pub type Metrics = BTreeMap<MetricKind, Option<f64>>;

impl MetricKind {
    /// What tables and lists show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced accuracy",
            Self::MacroF1 => "macro F1",
            Self::MicroF1 => "micro F1",
            Self::HammingLoss => "Hamming loss",
            Self::SubsetAccuracy => "subset accuracy",
            Self::Auc => "AUC",
            Self::AveragePrecision => "average precision",
            Self::LogLoss => "log loss",
            Self::Ece => "calibration error",
            Self::Rmse => "RMSE",
            Self::Mae => "mean absolute error",
            Self::R2 => "R²",
            Self::Pearson => "Pearson correlation",
            Self::Spearman => "Spearman correlation",
            Self::QuadraticKappa => "quadratic kappa",
            Self::PoissonDeviance => "Poisson deviance",
            Self::D2 => "D²",
            Self::PixelAccuracy => "pixel accuracy",
            Self::MeanIou => "mean IoU",
            Self::LogLossSkill => "log-loss skill",
            Self::Brier => "Brier score",
            Self::Rmsle => "RMSLE",
            Self::Top3Accuracy => "top-3 accuracy",
            Self::Top5Accuracy => "top-5 accuracy",
        }
    }

    /// What it says, where its name says too little.
    pub fn help(self) -> Option<&'static str> {
        match self {
            Self::LogLossSkill => Some(
                "Share of the baseline's log loss that is saved: 1 is perfect, 0 no better than the training shares",
            ),
            Self::Brier => Some(
                "Mean squared error of probabilities: from 0 to 1; summed over three or more classes, to 2",
            ),
            Self::Rmsle => Some(
                "Root of the mean squared error of ln(1 + value): relative errors count, whatever the size",
            ),
            Self::Top3Accuracy => Some("Share of rows whose class is among the three most probable ones"),
            Self::Top5Accuracy => Some("Share of rows whose class is among the five most probable ones"),
            Self::Loss
            | Self::Accuracy
            | Self::BalancedAccuracy
            | Self::MacroF1
            | Self::MicroF1
            | Self::HammingLoss
            | Self::SubsetAccuracy
            | Self::Auc
            | Self::AveragePrecision
            | Self::LogLoss
            | Self::Ece
            | Self::Rmse
            | Self::Mae
            | Self::R2
            | Self::Pearson
            | Self::Spearman
            | Self::QuadraticKappa
            | Self::PoissonDeviance
            | Self::D2
            | Self::PixelAccuracy
            | Self::MeanIou => None,
        }
    }

    /// Whether a larger score is a better one.
    pub fn higher_is_better(self) -> bool {
        match self {
            Self::Accuracy
            | Self::BalancedAccuracy
            | Self::MacroF1
            | Self::MicroF1
            | Self::SubsetAccuracy
            | Self::Auc
            | Self::AveragePrecision
            | Self::R2
            | Self::Pearson
            | Self::Spearman
            | Self::QuadraticKappa
            | Self::D2
            | Self::PixelAccuracy
            | Self::MeanIou
            | Self::LogLossSkill
            | Self::Top3Accuracy
            | Self::Top5Accuracy => true,
            Self::Loss
            | Self::HammingLoss
            | Self::LogLoss
            | Self::Ece
            | Self::Rmse
            | Self::Mae
            | Self::PoissonDeviance
            | Self::Brier
            | Self::Rmsle => false,
        }
    }
}

/// `None` of nothing.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}
