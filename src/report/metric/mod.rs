//! Scores of a head, named and computed on plain slices; they equal scikit-learn's on the same predictions.

mod classes;
mod counts;
mod levels;
mod ranks;
mod values;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use classes::{class_metrics, largest};
pub use counts::{count_metrics, half_deviance};
pub use levels::level_metrics;
pub use values::value_metrics;

use crate::data::task::TaskKind;

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
    /// Mean F1 over the classes present in actual or predicted labels.
    MacroF1,
    /// Area under the ROC curve; macro one-vs-rest over the classes present.
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
}

/// Scores by name; `null` where a score is undefined, such as R² on equal values.
pub type Metrics = BTreeMap<MetricKind, Option<f64>>;

impl MetricKind {
    /// The scores of a kind of task, in the order they are shown.
    pub fn for_task(kind: TaskKind) -> &'static [Self] {
        match kind {
            TaskKind::Regression => {
                &[Self::Loss, Self::R2, Self::Rmse, Self::Mae, Self::Pearson, Self::Spearman]
            }
            TaskKind::Count => &[
                Self::Loss,
                Self::D2,
                Self::PoissonDeviance,
                Self::R2,
                Self::Rmse,
                Self::Mae,
                Self::Spearman,
            ],
            TaskKind::Binary | TaskKind::Multiclass => &[
                Self::Loss,
                Self::Accuracy,
                Self::BalancedAccuracy,
                Self::MacroF1,
                Self::Auc,
                Self::AveragePrecision,
                Self::LogLoss,
                Self::Ece,
            ],
            TaskKind::Ordinal => &[
                Self::Loss,
                Self::QuadraticKappa,
                Self::Mae,
                Self::Accuracy,
                Self::BalancedAccuracy,
                Self::MacroF1,
                Self::Auc,
                Self::AveragePrecision,
                Self::LogLoss,
                Self::Ece,
            ],
        }
    }

    /// The one score that tells most of a kind of task.
    pub fn main_of(kind: TaskKind) -> Self {
        match kind {
            TaskKind::Regression => Self::R2,
            TaskKind::Count => Self::D2,
            TaskKind::Binary | TaskKind::Multiclass => Self::Accuracy,
            TaskKind::Ordinal => Self::QuadraticKappa,
        }
    }

    /// What tables and lists show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced accuracy",
            Self::MacroF1 => "macro F1",
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
        }
    }

    /// Whether a larger score is a better one.
    pub fn higher_is_better(self) -> bool {
        match self {
            Self::Accuracy
            | Self::BalancedAccuracy
            | Self::MacroF1
            | Self::Auc
            | Self::AveragePrecision
            | Self::R2
            | Self::Pearson
            | Self::Spearman
            | Self::QuadraticKappa
            | Self::D2 => true,
            Self::Loss | Self::LogLoss | Self::Ece | Self::Rmse | Self::Mae | Self::PoissonDeviance => false,
        }
    }
}
