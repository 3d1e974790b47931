//! Scores of a head that answers with a number.

use super::ranks::ranks;
use super::{MetricKind, Metrics};

/// Scores of predicted against actual values, in their unit; empty without values.
pub fn value_metrics(predicted: &[f64], actual: &[f64]) -> Metrics {
    let count = actual.len() as f64;
    if actual.is_empty() {
        return Metrics::new();
    }
    let errors = || predicted.iter().zip(actual).map(|(p, a)| p - a);
    let squares: f64 = errors().map(|error| error * error).sum();
    let mean = actual.iter().sum::<f64>() / count;
    let spread: f64 = actual.iter().map(|value| (value - mean).powi(2)).sum();
    [
        (MetricKind::Rmse, Some((squares / count).sqrt())),
        (MetricKind::Mae, Some(errors().map(f64::abs).sum::<f64>() / count)),
        (MetricKind::R2, is_spread(actual).then(|| 1.0 - squares / spread)),
        (MetricKind::Pearson, correlation(predicted, actual)),
        (MetricKind::Spearman, correlation(&ranks(predicted), &ranks(actual))),
    ]
    .into()
}

/// Whether the values differ at all.
pub fn is_spread(values: &[f64]) -> bool {
    values.iter().any(|value| *value != values[0])
}

/// Linear correlation; undefined where one side is constant.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    if !is_spread(a) || !is_spread(b) {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(x, y)| of(x - mean_a, y - mean_b)).sum::<f64>();
    let both = sum(&|x, y| x * y);
    Some((both / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()).clamp(-1.0, 1.0))
}
