//! Scores of a head, named and computed on plain slices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// Mean absolute error.
    Mae,
    /// Coefficient of determination.
    R2,
    /// Linear correlation.
    Pearson,
    /// Rank correlation.
    Spearman,
}

/// Scores by name; `null` where a score is undefined, such as R² on equal values.
pub type Metrics = BTreeMap<MetricKind, Option<f64>>;
