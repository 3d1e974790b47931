//! What kinds of task that answer with one of several classes have in common.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::metric::{LabelScores, MetricKind, Metrics, class_scores, class_skill, largest};
use crate::schema::error::DataError;
use crate::task::answer::Answer;
use crate::task::baseline::{Baseline, entropy, held, mean, weighted};
use crate::task::choice::{self, MOST_CLASSES};
use crate::task::fit::Fit;
use crate::task::kind::TaskKind;
use crate::task::labels::ClassLabels;
use crate::task::rare::ColumnClasses;

/// The classes of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Classes {
    /// The column.
    pub name: String,
    /// Class labels in index order.
    pub classes: Vec<String>,
    /// Share of each class among the training labels.
    pub shares: Vec<f64>,
    /// How much a row of each class counts in training.
    pub weights: Vec<f32>,
}

/// Classes as they are found in a column.
pub struct Found {
    pub own: Classes,
    pub labels: ClassLabels,
    pub kinds: Vec<TaskKind>,
    pub notes: Vec<String>,
}

impl Classes {
    /// Fits to the classes of the training rows.
    ///
    /// - `can_pool`: whether rare classes could be learned as one
    ///
    /// # Errors
    /// More classes than can be learned.
    pub(super) fn fit(fit: &Fit<'_>, can_pool: bool) -> Result<Found, DataError> {
        let Fit { column, table, train, chosen } = *fit;
        let found = ColumnClasses::of(column, train, chosen.rare_classes);
        let classes = found.names.len();
        let labelled = (0..table.rows).filter(|&row| column.code(row).is_some()).count();
        if classes > MOST_CLASSES || classes * 2 > labelled {
            return Err(DataError::TooManyClasses { task: column.name.clone(), classes, rows: labelled });
        }
        let notes = found.note(&column.name, can_pool).into_iter().collect();
        let ColumnClasses { names, counts, of_level, .. } = found;
        let class = |row: usize| column.code(row).map(|code| of_level[code]);
        let total = counts.iter().sum::<usize>().max(1) as f64;
        let own = Self {
            name: column.name.clone(),
            classes: names,
            shares: counts.iter().map(|&count| count as f64 / total).collect(),
            weights: chosen.class_weights.of(&counts),
        };
        let labels = (0..table.rows).map(class).collect();
        Ok(Found { own, labels, kinds: choice::kinds(column, classes), notes })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.classes.len()
    }

    /// Whether there are as many as they may be, each with its share and weight.
    pub fn has(&self, expected: RangeInclusive<usize>) -> bool {
        let count = self.count();
        expected.contains(&count) && self.shares.len() == count && self.weights.len() == count
    }

    /// How much a row of a class counts in training: 1 where classes aren't weighed.
    pub fn weight(&self, class: usize) -> f32 {
        self.weights.get(class).copied().unwrap_or(1.0)
    }

    /// How much a row counts in training: 0 where it has no label.
    pub fn row_weight(&self, labels: &ClassLabels, row: usize) -> f32 {
        labels.get(row).map_or(0.0, |class| self.weight(class))
    }

    /// Rows of each class.
    pub fn rows(&self, labels: &ClassLabels) -> Vec<usize> {
        let mut counts = vec![0; self.count()];
        for class in labels.known() {
            if let Some(count) = counts.get_mut(class) {
                *count += 1;
            }
        }
        counts
    }

    /// The best constant answer.
    ///
    /// - `outputs`: from the shares of all classes, none of them 0
    pub fn baseline(
        &self,
        labels: &ClassLabels,
        weights: &[f32],
        outputs: impl Fn(&[f64]) -> Vec<f64>,
    ) -> Baseline {
        let labelled = weighted(labels.iter(), weights);
        let is = |class: usize| move |label: usize| f64::from(u8::from(label == class));
        let equal = 1.0 / self.count() as f64;
        let shares: Vec<f64> =
            (0..self.count()).map(|class| mean(&labelled, is(class)).unwrap_or(equal)).collect();
        // Of labels that weigh nothing there is nothing to learn.
        let loss = mean(&labelled, |_| entropy(&shares)).unwrap_or(0.0);
        Baseline { outputs: outputs(&held(&shares, labelled.len())), loss }
    }

    /// Scores of always answering the shares of the training labels.
    ///
    /// - `score`: of those shares against the actual classes
    pub fn baseline_metrics(&self, labels: &ClassLabels, score: fn(&[f64], &[usize]) -> Metrics) -> Metrics {
        score(&self.shares, &labels.known().collect::<Vec<_>>())
    }

    /// The likeliest class and the probabilities of all.
    ///
    /// - `probabilities`: `[rows, classes]`, row-major
    pub fn answer(&self, probabilities: &[f32], index: usize) -> Answer {
        let shares = probabilities.chunks_exact(self.count()).nth(index).unwrap_or(&[]);
        let label = self.classes.get(largest(shares)).cloned();
        let named = self.classes.iter().cloned().zip(shares.iter().map(|&share| f64::from(share)));
        Answer { value: label.map_or(Value::Null, Value::from), probabilities: Some(named.collect()) }
    }

    /// Mean negative log-likelihood of the actual classes (nats), each row weighed; `None` where labelled rows weigh nothing.
    pub fn mean_loss(
        &self,
        probabilities: &[f32],
        labels: &ClassLabels,
        weight: impl Fn(usize) -> f64,
    ) -> Option<f64> {
        let (kept, classes) = self.labelled(probabilities, labels);
        let loss = |(shares, &class): (&[f32], &usize)| {
            -f64::from(shares[class].max(f32::MIN_POSITIVE)).ln() * weight(class)
        };
        let total: f64 = classes.iter().map(|&class| weight(class)).sum();
        let sum: f64 = kept.chunks_exact(self.count()).zip(&classes).map(loss).sum();
        (total > 0.0).then(|| sum / total)
    }

    /// The probabilities of the labelled rows, and their classes.
    pub fn labelled(&self, probabilities: &[f32], labels: &ClassLabels) -> (Vec<f32>, Vec<usize>) {
        let (mut kept, mut classes) = (Vec::new(), Vec::new());
        for (shares, class) in probabilities.chunks_exact(self.count()).zip(labels.iter()) {
            if let Some(class) = class {
                kept.extend_from_slice(shares);
                classes.push(class);
            }
        }
        (kept, classes)
    }

    /// Scores over the labelled rows, among them what is saved of the loss of the training shares.
    ///
    /// - `score`: of probabilities against actual classes
    pub fn metrics(
        &self,
        probabilities: &[f32],
        labels: &ClassLabels,
        score: fn(&[f32], &[usize], usize) -> Metrics,
    ) -> Metrics {
        let (kept, classes) = self.labelled(probabilities, labels);
        let mut metrics = score(&kept, &classes, self.count());
        if !metrics.is_empty() {
            metrics.insert(MetricKind::LogLossSkill, class_skill(&kept, &classes, &self.shares));
        }
        metrics
    }

    /// How each class is answered over the labelled rows.
    pub fn class_scores(&self, probabilities: &[f32], labels: &ClassLabels) -> Vec<LabelScores> {
        let (kept, classes) = self.labelled(probabilities, labels);
        class_scores(&kept, &classes, &self.classes)
    }
}

/// The scores of classes in no order, as they are shown.
pub const METRICS: &[MetricKind] = &[
    MetricKind::Loss,
    MetricKind::Accuracy,
    MetricKind::BalancedAccuracy,
    MetricKind::MacroF1,
    MetricKind::Auc,
    MetricKind::AveragePrecision,
    MetricKind::Top3Accuracy,
    MetricKind::Top5Accuracy,
    MetricKind::LogLoss,
    MetricKind::LogLossSkill,
    MetricKind::Brier,
    MetricKind::Ece,
];

/// The probability of yes, from its logit.
pub fn sigmoid(logit: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(logit)).exp())
}

/// The probability of each class, from their logits.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = logits.iter().map(|logit| f64::from(logit - top).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| (power / sum) as f32).collect()
}
