//! Scores of a head that answers with a number.

use super::ranks::ranks;
use super::{MetricKind, Metrics};

/// Scores of predicted against actual values, in their unit; empty without values. That of logarithms is left out where an actual value is
/// below 0.
pub fn value_metrics(predicted: &[f64], actual: &[f64]) -> Metrics {
    let count = actual.len() as f64;
    if actual.is_empty() {
        return Metrics::new();
    }
    let errors = || predicted.iter().zip(actual).map(|(p, a)| p - a);
    let squares: f64 = errors().map(|error| error * error).sum();
    let mean = actual.iter().sum::<f64>() / count;
    let spread: f64 = actual.iter().map(|value| (value - mean).powi(2)).sum();
    let mut metrics: Metrics = [
        (MetricKind::Rmse, Some((squares / count).sqrt())),
        (MetricKind::Mae, Some(errors().map(f64::abs).sum::<f64>() / count)),
        (MetricKind::R2, is_spread(actual).then(|| 1.0 - squares / spread)),
        (MetricKind::Pearson, correlation(predicted, actual)),
        (MetricKind::Spearman, correlation(&ranks(predicted), &ranks(actual))),
    ]
    .into();
    if actual.iter().all(|value| *value >= 0.0) {
        let squares: Option<f64> =
            predicted.iter().zip(actual).map(|(&p, &a)| Some(log_error(p, a)?.powi(2))).sum();
        metrics.insert(MetricKind::Rmsle, squares.map(|sum| (sum / count).sqrt()));
    }
    metrics
}

/// `ln(1 + predicted) - ln(1 + actual)`; undefined where one of both is -1 or less.
pub fn log_error(predicted: f64, actual: f64) -> Option<f64> {
    (predicted > -1.0 && actual > -1.0).then(|| predicted.ln_1p() - actual.ln_1p())
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
