//! A head's raw outputs turned into answers, scores and pictures, on the host in f64.

use std::collections::BTreeMap;
use std::ops::Range;

use burn::module::Module as _;
use burn::tensor::{Tensor, Transaction};
use serde_json::Value;

use super::error::{TrainingError, numbers};
use crate::data::dataset::{Dataset, Target};
use crate::metric::{
    LabelScores, MetricKind, Metrics, PerRow, Reasons, baseline_classes, baseline_counts, baseline_labels,
    baseline_levels, baseline_values, class_metrics, count_metrics, is_named, label_metrics, label_scores,
    largest, level_metrics, reasons, surprise, value_metrics,
};
use crate::model::{Dropout, Model};
use crate::protocol::Answer;
use crate::report::HeadOutput;
use crate::task::TaskKind;

/// Most rows that a scatter plot is given.
const POINTS: usize = 2_000;

/// What one head says about some rows, in the column's own terms.
#[derive(Debug)]
pub enum Answers {
    /// `[rows, classes]` probabilities, row-major; two columns for a binary task.
    Classes(Vec<f32>),
    /// One value a row, in the column's unit.
    Values(Vec<f64>),
    /// `[rows, labels]` probabilities of yes, row-major.
    Labels(Vec<f64>),
}

/// Rows answered at once; bounds the memory of hidden features.
const ROWS: usize = 4_096;

/// Answers every task for `rows` rows, without dropout.
///
/// - `features`: the encoded rows of a range, `[rows, inputs]`
///
/// # Errors
/// Where the device can't compute or be read.
pub async fn answers(
    model: &Model,
    dataset: &Dataset,
    rows: usize,
    features: impl Fn(Range<usize>) -> Tensor<2>,
) -> Result<Vec<Answers>, TrainingError> {
    let model = model.valid();
    let groups = dataset.layout().groups;
    let mut outputs = vec![Vec::new(); dataset.targets.len()];
    for start in (0..rows).step_by(ROWS) {
        let chunk = features(start..rows.min(start + ROWS));
        let transaction = model
            .forward(chunk, &mut Dropout::off())
            .into_iter()
            .fold(Transaction::default(), Transaction::register);
        for (group, data) in groups.iter().zip(transaction.execute_async().await?) {
            for (place, answer) in numbers(data)?.chunks_exact(group.outputs).enumerate() {
                outputs[group.tasks[place % group.tasks.len()]].extend_from_slice(answer);
            }
        }
    }
    let answers = dataset.targets.iter().zip(&outputs);
    Ok(answers.map(|(target, output)| Answers::from_outputs(target, output)).collect())
}

impl Answers {
    /// Reads raw outputs `[rows, outputs]`, row-major.
    pub fn from_outputs(target: &Target, outputs: &[f32]) -> Self {
        match target.task.kind {
            TaskKind::Regression | TaskKind::Count => {
                Self::Values(outputs.iter().map(|&output| target.to_original(output.into())).collect())
            }
            TaskKind::Binary => {
                let pair = |&logit: &f32| {
                    let positive = sigmoid(logit);
                    [(1.0 - positive) as f32, positive as f32]
                };
                Self::Classes(outputs.iter().flat_map(pair).collect())
            }
            TaskKind::Multilabel => Self::Labels(outputs.iter().copied().map(sigmoid).collect()),
            TaskKind::Multiclass => {
                let classes = target.task.classes.len();
                Self::Classes(outputs.chunks_exact(classes).flat_map(softmax).collect())
            }
            TaskKind::Ordinal => {
                let thresholds = target.task.output_count();
                Self::Classes(outputs.chunks_exact(thresholds).flat_map(between).collect())
            }
        }
    }

    /// The answer for one row.
    pub fn answer(&self, target: &Target, row: usize) -> Answer {
        match self {
            Self::Values(values) => Answer {
                value: values.get(row).copied().map_or(Value::Null, Value::from),
                probabilities: None,
            },
            Self::Classes(probabilities) => {
                let classes = &target.task.classes;
                let shares = probabilities.chunks_exact(classes.len()).nth(row).unwrap_or(&[]);
                let label = classes.get(largest(shares)).cloned();
                let named = classes.iter().cloned().zip(shares.iter().map(|&p| f64::from(p)));
                Answer {
                    value: label.map_or(Value::Null, Value::from),
                    probabilities: Some(named.collect::<BTreeMap<_, _>>()),
                }
            }
            Self::Labels(probabilities) => {
                let names = &target.task.classes;
                let shares = probabilities.chunks_exact(names.len()).nth(row).unwrap_or(&[]);
                let labels = || names.iter().cloned().zip(shares.iter().copied());
                let named = labels().filter(|(_, share)| is_named(*share));
                Answer {
                    value: named.map(|(name, _)| name).collect(),
                    probabilities: Some(labels().collect()),
                }
            }
        }
    }

    /// Scores over the labelled ones of `rows`, which the answers are for, in that order, and why some have no value.
    pub fn metrics(&self, target: &Target, rows: &[u32]) -> (Metrics, Reasons) {
        let mut metrics = match self {
            Self::Values(values) => {
                let (predicted, actual) = labelled_values(target, rows, values);
                match target.task.kind {
                    TaskKind::Count => count_metrics(&predicted, &actual),
                    TaskKind::Regression
                    | TaskKind::Binary
                    | TaskKind::Multiclass
                    | TaskKind::Ordinal
                    | TaskKind::Multilabel => value_metrics(&predicted, &actual),
                }
            }
            Self::Classes(probabilities) => {
                let count = target.task.classes.len();
                let (kept, labels) = labelled_classes(target, rows, probabilities);
                match target.task.kind {
                    TaskKind::Ordinal => level_metrics(&kept, &labels, count),
                    TaskKind::Regression
                    | TaskKind::Count
                    | TaskKind::Binary
                    | TaskKind::Multiclass
                    | TaskKind::Multilabel => class_metrics(&kept, &labels, count),
                }
            }
            Self::Labels(probabilities) => {
                label_metrics(probabilities, &labels(target, rows), target.task.classes.len())
            }
        };
        metrics.insert(MetricKind::Loss, self.loss(target, rows));
        let reasons = reasons(&mut metrics, per_row(target), has_range(target, rows));
        (metrics, reasons)
    }

    /// Mean loss over the labelled ones of `rows`: squared error in standard deviations (of straightened numbers,
    /// where the task has a transform), half the Poisson deviance in units of the training mean, or nats. Of a label set, over its
    /// labels: each that a row has counts the same.
    pub fn loss(&self, target: &Target, rows: &[u32]) -> Option<f64> {
        self.mean_loss(target, rows, |_| 1.0)
    }

    /// The same with classes weighed as in training: what says which epoch is the best, since training that makes rare classes
    /// count would else be stopped for it.
    pub fn weighed_loss(&self, target: &Target, rows: &[u32]) -> Option<f64> {
        self.mean_loss(target, rows, |class| target.class_weight(class).into())
    }

    fn mean_loss(&self, target: &Target, rows: &[u32], weight: impl Fn(usize) -> f64) -> Option<f64> {
        match self {
            Self::Values(values) => {
                let (predicted, actual) = labelled_values(target, rows, values);
                let error = |(&p, &a): (&f64, &f64)| match target.task.kind {
                    TaskKind::Count => target.count_loss(a, p),
                    TaskKind::Regression
                    | TaskKind::Binary
                    | TaskKind::Multiclass
                    | TaskKind::Ordinal
                    | TaskKind::Multilabel => (target.to_standard(p) - target.to_standard(a)).powi(2),
                };
                mean(predicted.iter().zip(&actual).map(error))
            }
            Self::Classes(probabilities) => {
                let count = target.task.classes.len();
                let (kept, labels) = labelled_classes(target, rows, probabilities);
                let surprise = |(shares, &label): (&[f32], &usize)| {
                    -f64::from(shares[label].max(f32::MIN_POSITIVE)).ln() * weight(label)
                };
                let total: f64 = labels.iter().map(|&label| weight(label)).sum();
                let sum: f64 = kept.chunks_exact(count).zip(&labels).map(surprise).sum();
                (total > 0.0).then(|| sum / total)
            }
            Self::Labels(probabilities) => {
                let labels = labels(target, rows);
                let pairs = probabilities.iter().zip(&labels);
                let known: Vec<f64> =
                    pairs.filter_map(|(&share, &label)| Some(surprise(share, label?))).collect();
                mean(known.into_iter())
            }
        }
    }

    /// How each label of a set is answered by itself; nothing for other tasks.
    pub fn label_scores(&self, target: &Target, rows: &[u32]) -> Vec<LabelScores> {
        match self {
            Self::Labels(probabilities) => {
                label_scores(probabilities, &labels(target, rows), &target.task.classes)
            }
            Self::Classes(_) | Self::Values(_) => Vec::new(),
        }
    }

    /// The picture of this head over the labelled ones of `rows`.
    pub fn output(&self, target: &Target, rows: &[u32]) -> HeadOutput {
        match self {
            Self::Values(values) => {
                let (predicted, actual) = labelled_values(target, rows, values);
                let step = predicted.len().div_ceil(POINTS).max(1);
                let points = actual.iter().copied().zip(predicted.iter().copied());
                // JSON has no others.
                let points = points.filter(|(actual, predicted)| actual.is_finite() && predicted.is_finite());
                HeadOutput::Values { points: points.step_by(step).collect(), rows: predicted.len() }
            }
            Self::Classes(probabilities) => {
                let count = target.task.classes.len();
                let (kept, labels) = labelled_classes(target, rows, probabilities);
                let mut confusion = vec![vec![0; count]; count];
                for (shares, &label) in kept.chunks_exact(count).zip(&labels) {
                    confusion[label][largest(shares)] += 1;
                }
                HeadOutput::Classes { confusion }
            }
            Self::Labels(_) => HeadOutput::Labels { labels: self.label_scores(target, rows) },
        }
    }
}

/// Scores of the trivial predictor over the labelled ones of `rows`, and why some have no value.
pub fn baseline_metrics(target: &Target, rows: &[u32]) -> (Metrics, Reasons) {
    let mut metrics = match target.task.kind {
        TaskKind::Regression => {
            let labels = rows.iter().filter_map(|&row| target.label(row as usize));
            let standardised: Vec<f64> = labels.map(f64::from).collect();
            let actual: Vec<f64> = standardised.iter().map(|&value| target.to_original(value)).collect();
            baseline_values(target.mean, &actual, &standardised)
        }
        TaskKind::Count => {
            let actual: Vec<f64> = rows.iter().filter_map(|&row| target.actual(row as usize)).collect();
            baseline_counts(target.rate(0.0), &actual, target.rate(0.0))
        }
        TaskKind::Binary | TaskKind::Multiclass => {
            baseline_classes(&target.class_shares, &classes(target, rows))
        }
        TaskKind::Ordinal => baseline_levels(&target.class_shares, &classes(target, rows)),
        TaskKind::Multilabel => baseline_labels(&target.class_shares, &labels(target, rows)),
    };
    let reasons = reasons(&mut metrics, per_row(target), has_range(target, rows));
    (metrics, reasons)
}

/// Whether the labels of `rows` differ.
fn has_range(target: &Target, rows: &[u32]) -> bool {
    let mut labels = rows.iter().filter_map(|&row| target.label(row as usize));
    let first = labels.next();
    labels.any(|label| Some(label) != first)
}

/// The classes of the labelled ones of `rows`.
fn classes(target: &Target, rows: &[u32]) -> Vec<usize> {
    rows.iter().filter_map(|&row| target.label(row as usize)).map(|label| label as usize).collect()
}

/// The labels of a set in `rows`, `[rows, labels]`, row-major; `None` where one is missing.
fn labels(target: &Target, rows: &[u32]) -> Vec<Option<bool>> {
    let labels = rows.iter().flat_map(|&row| target.labels(row as usize));
    labels.map(|label| (!label.is_nan()).then_some(*label == 1.0)).collect()
}

fn labelled_values(target: &Target, rows: &[u32], values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let pairs = rows.iter().zip(values);
    pairs.filter_map(|(&row, &value)| Some((value, target.actual(row as usize)?))).unzip()
}

fn labelled_classes(target: &Target, rows: &[u32], probabilities: &[f32]) -> (Vec<f32>, Vec<usize>) {
    let mut kept = Vec::new();
    let mut labels = Vec::new();
    for (&row, shares) in rows.iter().zip(probabilities.chunks_exact(target.task.classes.len())) {
        if let Some(label) = target.label(row as usize) {
            kept.extend_from_slice(shares);
            labels.push(label as usize);
        }
    }
    (kept, labels)
}

fn sigmoid(logit: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(logit)).exp())
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = logits.iter().map(|logit| f64::from(logit - top).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| (power / sum) as f32).collect()
}

/// Probabilities of classes in order, from ascending logits of being at or below each but the last.
fn between(logits: &[f32]) -> Vec<f32> {
    let at_or_below = logits.iter().copied().map(sigmoid);
    let mut below = 0.0;
    let share = |upper: f64| (upper - std::mem::replace(&mut below, upper)).max(0.0) as f32;
    at_or_below.chain(std::iter::once(1.0)).map(share).collect()
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len();
    (count > 0).then(|| values.sum::<f64>() / count as f64)
}

fn per_row(target: &Target) -> PerRow {
    match target.task.kind {
        TaskKind::Multilabel => PerRow::Several,
        TaskKind::Regression
        | TaskKind::Count
        | TaskKind::Binary
        | TaskKind::Multiclass
        | TaskKind::Ordinal => PerRow::One,
    }
}
