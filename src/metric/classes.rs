//! Scores of a head that answers with a class.

use super::ranks::{auc, average_precision};
use super::{MetricKind, Metrics, mean};

/// Bins of the calibration error.
const BINS: usize = 10;

/// Scores of predicted probabilities against actual classes; empty without rows.
///
/// - `probabilities`: `[rows, classes]`, row-major; two columns for a binary task
/// - `labels`: the actual class of each row
pub fn class_metrics(probabilities: &[f32], labels: &[usize], class_count: usize) -> Metrics {
    if labels.is_empty() || class_count == 0 {
        return Metrics::new();
    }
    let rows: Vec<&[f32]> = probabilities.chunks_exact(class_count).collect();
    let predicted: Vec<usize> = rows.iter().map(|row| largest(row)).collect();
    let right = predicted.iter().zip(labels).filter(|(p, a)| p == a).count();
    [
        (MetricKind::Accuracy, Some(right as f64 / labels.len() as f64)),
        (MetricKind::BalancedAccuracy, balanced_accuracy(&predicted, labels, class_count)),
        (MetricKind::MacroF1, macro_f1(&predicted, labels, class_count)),
        (MetricKind::Auc, against_rest(&rows, labels, class_count, auc)),
        (MetricKind::AveragePrecision, against_rest(&rows, labels, class_count, average_precision)),
        (MetricKind::LogLoss, Some(log_loss(&rows, labels))),
        (MetricKind::Ece, Some(calibration_error(&rows, labels))),
    ]
    .into()
}

/// Place of the largest number; the first of equals.
pub fn largest(row: &[f32]) -> usize {
    let mut best = 0;
    for (place, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = place;
        }
    }
    best
}

/// Rows of a class, rows predicted as it, and rows that are both.
fn counts(predicted: &[usize], labels: &[usize], class: usize) -> (f64, f64, f64) {
    let count = |of: &dyn Fn(usize, usize) -> bool| {
        predicted.iter().zip(labels).filter(|(p, a)| of(**p, **a)).count() as f64
    };
    (count(&|_, a| a == class), count(&|p, _| p == class), count(&|p, a| p == class && a == class))
}

fn balanced_accuracy(predicted: &[usize], labels: &[usize], class_count: usize) -> Option<f64> {
    mean((0..class_count).filter_map(|class| {
        let (actual, _, both) = counts(predicted, labels, class);
        (actual > 0.0).then(|| both / actual)
    }))
}

fn macro_f1(predicted: &[usize], labels: &[usize], class_count: usize) -> Option<f64> {
    mean((0..class_count).filter_map(|class| {
        let (actual, named, both) = counts(predicted, labels, class);
        (actual + named > 0.0).then(|| 2.0 * both / (actual + named))
    }))
}

/// A binary score: of the second class, or the mean over classes against the rest, classes without rows left out.
fn against_rest(
    rows: &[&[f32]],
    labels: &[usize],
    class_count: usize,
    score: impl Fn(&[f64], &[bool]) -> Option<f64>,
) -> Option<f64> {
    let of_class = |class: usize| {
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(row[class])).collect();
        let is_class: Vec<bool> = labels.iter().map(|&label| label == class).collect();
        score(&scores, &is_class)
    };
    if class_count == 2 { of_class(1) } else { mean((0..class_count).filter_map(of_class)) }
}

fn log_loss(rows: &[&[f32]], labels: &[usize]) -> f64 {
    rows.iter().zip(labels).map(|(row, &label)| class_surprise(row, label)).sum::<f64>() / labels.len() as f64
}

/// Negative log probability of the actual class (nats).
///
/// - `row`: one probability a class
pub fn class_surprise(row: &[f32], label: usize) -> f64 {
    let sum: f64 = row.iter().map(|&share| f64::from(share)).sum();
    // The probability of an f32 row can be 0; scikit-learn holds it at the type's epsilon too.
    -(f64::from(row[label]) / sum).clamp(f64::from(f32::EPSILON), 1.0).ln()
}

/// Expected calibration error: the gap between confidence and accuracy, over equal-width bins of the top probability
/// weighted by their rows. Guo et al. 2017, <https://arxiv.org/abs/1706.04599>.
fn calibration_error(rows: &[&[f32]], labels: &[usize]) -> f64 {
    let mut gaps = [0.0; BINS];
    for (row, &label) in rows.iter().zip(labels) {
        let top = largest(row);
        let confidence = f64::from(row[top]);
        gaps[calibration_bin(confidence)] += confidence - f64::from(u8::from(top == label));
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / labels.len() as f64
}

/// The bin of the calibration error that a confidence falls into; bins are open to the left, as in the paper.
pub fn calibration_bin(confidence: f64) -> usize {
    ((confidence * BINS as f64).ceil() as usize).clamp(1, BINS) - 1
}
