//! Scores of a head that answers with the expected value of a count.

use super::values::{is_spread, value_metrics};
use super::{MetricKind, Metrics};
use crate::math::deviance::half_deviance;

/// Scores of predicted rates, all above 0, against actual counts; empty without counts.
pub fn count_metrics(predicted: &[f64], actual: &[f64]) -> Metrics {
    let mut metrics = value_metrics(predicted, actual);
    if actual.is_empty() {
        return metrics;
    }
    let rows = actual.len() as f64;
    let mean = actual.iter().sum::<f64>() / rows;
    let deviance = |rate: &dyn Fn(usize) -> f64| {
        2.0 * actual.iter().enumerate().map(|(row, &count)| half_deviance(count, rate(row))).sum::<f64>()
            / rows
    };
    let own = deviance(&|row| predicted[row]);
    metrics.insert(MetricKind::PoissonDeviance, Some(own).filter(|deviance| deviance.is_finite()));
    let explained = is_spread(actual).then(|| 1.0 - own / deviance(&|_| mean));
    metrics.insert(MetricKind::D2, explained.filter(|share| share.is_finite()));
    metrics
}
