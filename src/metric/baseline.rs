//! Scores of the baseline, the best answer that looks at no input, to be beaten by every head.

use super::classes::class_metrics;
use super::counts::count_metrics;
use super::labels::label_metrics;
use super::levels::level_metrics;
use super::values::value_metrics;
use super::{MetricKind, Metrics};

/// Always answers the training labels' class frequencies.
///
/// - `shares`: share of each class among the training labels
/// - `labels`: the actual class of each row
pub fn baseline_classes(shares: &[f64], labels: &[usize]) -> Metrics {
    constant(shares, labels, class_metrics)
}

/// The same for classes in order.
pub fn baseline_levels(shares: &[f64], labels: &[usize]) -> Metrics {
    constant(shares, labels, level_metrics)
}

/// Always answers each label's share of yes.
///
/// - `shares`: of yes among the training labels of each label
/// - `labels`: `[rows, labels]`, row-major; `None` where it is missing
pub fn baseline_labels(shares: &[f64], labels: &[Option<bool>]) -> Metrics {
    let probabilities: Vec<f64> = shares.iter().copied().cycle().take(labels.len()).collect();
    with_loss(label_metrics(&probabilities, labels, shares.len()))
}

fn constant(shares: &[f64], labels: &[usize], score: fn(&[f32], &[usize], usize) -> Metrics) -> Metrics {
    let row = shares.iter().map(|&share| share as f32);
    let probabilities: Vec<f32> = labels.iter().flat_map(|_| row.clone()).collect();
    with_loss(score(&probabilities, labels, shares.len()))
}

/// What training minimises is the log loss, of which the baseline saves nothing of its own.
fn with_loss(mut metrics: Metrics) -> Metrics {
    if let Some(loss) = metrics.get(&MetricKind::LogLoss).copied() {
        metrics.insert(MetricKind::Loss, loss);
        metrics.insert(MetricKind::LogLossSkill, loss.filter(|loss| *loss > 0.0).map(|_| 0.0));
    }
    metrics
}

/// Always answers the training labels' mean.
///
/// - `standardised`: the actual values in deviations from what makes the least training loss
pub fn baseline_values(mean: f64, actual: &[f64], standardised: &[f64]) -> Metrics {
    let mut metrics = value_metrics(&vec![mean; actual.len()], actual);
    let squares = standardised.iter().map(|value| value * value);
    let loss = squares.sum::<f64>() / standardised.len() as f64;
    metrics.insert(MetricKind::Loss, Some(loss).filter(|loss| loss.is_finite()));
    metrics
}

/// Always answers the training labels' mean count.
///
/// - `unit`: what the training loss is measured in
pub fn baseline_counts(mean: f64, actual: &[f64], unit: f64) -> Metrics {
    let mut metrics = count_metrics(&vec![mean; actual.len()], actual);
    let loss = metrics.get(&MetricKind::PoissonDeviance).copied().flatten();
    metrics.insert(MetricKind::Loss, loss.map(|deviance| deviance / 2.0 / unit));
    metrics
}
