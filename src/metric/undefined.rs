//! Why a score has no value, in a clause that can follow “undefined:”.

use std::collections::BTreeMap;

use super::{MetricKind, Metrics};

/// Why scores are `null`, by name; scores with a value are left out.
pub type Reasons = BTreeMap<MetricKind, String>;

const TOO_LARGE: &str = "an answer or an actual value is too large, or no number";

/// How many labels a row of a task has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerRow {
    /// A value or a class.
    One,
    /// Yes or no for each label of a set.
    Several,
}

/// Takes out what is no finite number, and says of every score without a value why it has none.
///
/// - `has_range`: whether actual labels differ
pub fn reasons(metrics: &mut Metrics, labels: PerRow, has_range: bool) -> Reasons {
    let mut reasons = Reasons::new();
    for (&metric, score) in metrics {
        match *score {
            Some(value) if value.is_finite() => continue,
            Some(_) => reasons.insert(metric, TOO_LARGE.to_owned()),
            None => reasons.insert(metric, reason(metric, labels, has_range).to_owned()),
        };
        *score = None;
    }
    reasons
}

fn reason(metric: MetricKind, labels: PerRow, has_range: bool) -> &'static str {
    let is_set = labels == PerRow::Several;
    match metric {
        MetricKind::R2 | MetricKind::D2 | MetricKind::Pearson | MetricKind::Spearman if !has_range => {
            "all actual values are the same"
        }
        MetricKind::Pearson | MetricKind::Spearman => "all answers are the same",
        MetricKind::Auc if is_set => "no label has both a yes and a no",
        MetricKind::AveragePrecision | MetricKind::MacroF1 | MetricKind::MicroF1 if is_set => {
            "no label is yes"
        }
        MetricKind::Auc | MetricKind::AveragePrecision => "only one class among the rows",
        MetricKind::PixelAccuracy | MetricKind::MeanIou => "no pixel has a class",
        MetricKind::SubsetAccuracy => "no row has all labels",
        MetricKind::QuadraticKappa => "only one class among rows and answers",
        MetricKind::LogLossSkill => "the baseline's log loss is 0",
        MetricKind::Rmsle => "an answer is -1 or less, so that 1 more has no logarithm",
        MetricKind::Loss
        | MetricKind::Accuracy
        | MetricKind::BalancedAccuracy
        | MetricKind::MacroF1
        | MetricKind::MicroF1
        | MetricKind::HammingLoss
        | MetricKind::LogLoss
        | MetricKind::Ece
        | MetricKind::Rmse
        | MetricKind::Mae
        | MetricKind::R2
        | MetricKind::PoissonDeviance
        | MetricKind::D2
        | MetricKind::Brier
        | MetricKind::Top3Accuracy
        | MetricKind::Top5Accuracy => TOO_LARGE,
    }
}
