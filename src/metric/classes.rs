//! Scores of a head that answers with a class.

use super::ranks::{auc, average_precision};
use super::{MetricKind, Metrics, mean};

/// Bins of the calibration error.
pub const CALIBRATION_BINS: usize = 10;

/// With so many classes or fewer, the right one is among the five most probable ones by luck alone.
const FEW_CLASSES: usize = 5;

/// Scores of predicted probabilities against actual classes; empty without rows. How often the class is among the three or five most
/// probable ones is left out of five classes and fewer.
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
    let mut metrics: Metrics = [
        (MetricKind::Accuracy, Some(right as f64 / labels.len() as f64)),
        (MetricKind::BalancedAccuracy, balanced_accuracy(&predicted, labels, class_count)),
        (MetricKind::MacroF1, macro_f1(&predicted, labels, class_count)),
        (MetricKind::Auc, against_rest(&rows, labels, class_count, auc)),
        (MetricKind::AveragePrecision, against_rest(&rows, labels, class_count, average_precision)),
        (MetricKind::LogLoss, Some(log_loss(&rows, labels))),
        (MetricKind::Ece, Some(calibration_error(&rows, labels))),
        (MetricKind::Brier, mean(rows.iter().zip(labels).map(|(row, &label)| squared_gap(row, label)))),
    ]
    .into();
    if class_count > FEW_CLASSES {
        for (metric, most) in [(MetricKind::Top3Accuracy, 3), (MetricKind::Top5Accuracy, 5)] {
            let among = rows.iter().zip(labels).map(|(row, &label)| is_among(row, label, most));
            metrics.insert(metric, mean(among.map(|is| f64::from(u8::from(is)))));
        }
    }
    metrics
}

/// `1 - L(p) / L(q)` for the log loss `L` of the predicted probabilities `p` and of the constant answer `q`; undefined without rows, and where
/// `q` loses nothing.
///
/// - `probabilities`: `[rows, classes]`, row-major
/// - `shares`: `q`, the share of each class among the training labels
pub fn class_skill(probabilities: &[f32], labels: &[usize], shares: &[f64]) -> Option<f64> {
    let rows: Vec<&[f32]> = probabilities.chunks_exact(shares.len().max(1)).collect();
    let constant: Vec<f32> = shares.iter().map(|&share| share as f32).collect();
    let of_shares = mean(labels.iter().map(|&label| class_surprise(&constant, label)))?;
    (of_shares > 0.0).then(|| 1.0 - log_loss(&rows, labels) / of_shares)
}

/// Squared distance of a row's probabilities from its class, as in scikit-learn's `brier_score_loss`: halved of two classes, so that it is
/// that of the second one's probability. Brier 1950, "Verification of forecasts expressed in terms of probability".
///
/// - `row`: one probability a class
pub fn squared_gap(row: &[f32], label: usize) -> f64 {
    let gap =
        |(class, &share): (usize, &f32)| (f64::from(share) - f64::from(u8::from(class == label))).powi(2);
    let sum: f64 = row.iter().enumerate().map(gap).sum();
    if row.len() == 2 { sum / 2.0 } else { sum }
}

/// Whether a class is among so many most probable ones; of equally probable ones the first comes first, as in [`largest`].
pub fn is_among(row: &[f32], label: usize, most: usize) -> bool {
    let Some(own) = row.get(label) else { return false };
    let is_before = |(class, share): (usize, &f32)| share > own || (share == own && class < label);
    row.iter().enumerate().filter(|other| is_before(*other)).count() < most
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
    let mut gaps = [0.0; CALIBRATION_BINS];
    for (row, &label) in rows.iter().zip(labels) {
        let top = largest(row);
        let confidence = f64::from(row[top]);
        gaps[calibration_bin(confidence)] += confidence - f64::from(u8::from(top == label));
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / labels.len() as f64
}

/// The bin of the calibration error that a confidence falls into; bins are open to the left, as in the paper.
pub fn calibration_bin(confidence: f64) -> usize {
    ((confidence * CALIBRATION_BINS as f64).ceil() as usize).clamp(1, CALIBRATION_BINS) - 1
}
