//! Scores of a head that answers with a class, where classes go from low to high.

use super::classes::{class_metrics, largest};
use super::{MetricKind, Metrics};

/// Scores of predicted probabilities against actual classes, as [`class_metrics`], and how far off the most probable ones are.
pub fn level_metrics(probabilities: &[f32], labels: &[usize], class_count: usize) -> Metrics {
    let mut metrics = class_metrics(probabilities, labels, class_count);
    if labels.is_empty() || class_count == 0 {
        return metrics;
    }
    let predicted: Vec<f64> =
        probabilities.chunks_exact(class_count).map(|row| largest(row) as f64).collect();
    let actual: Vec<f64> = labels.iter().map(|&label| label as f64).collect();
    let off: f64 = predicted.iter().zip(&actual).map(|(p, a)| (p - a).abs()).sum();
    metrics.insert(MetricKind::Mae, Some(off / labels.len() as f64));
    metrics.insert(MetricKind::QuadraticKappa, quadratic_kappa(&predicted, &actual));
    metrics
}

/// Agreement beyond chance, where disagreement counts by its square: 1 less its mean square over that of unrelated pairs.
/// Undefined where both sides are the same one class. Cohen 1968, "Weighted kappa".
fn quadratic_kappa(predicted: &[f64], actual: &[f64]) -> Option<f64> {
    let rows = actual.len() as f64;
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        predicted.iter().zip(actual).map(|(&p, &a)| of(p, a)).sum::<f64>() / rows
    };
    let own = mean(&|p, a| (p - a).powi(2));
    // Over all pairs of a predicted and an actual class, whatever their rows.
    let unrelated = mean(&|p, _| p * p) - 2.0 * mean(&|p, _| p) * mean(&|_, a| a) + mean(&|_, a| a * a);
    (unrelated > 0.0).then(|| 1.0 - own / unrelated)
}
