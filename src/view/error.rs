//! How wrong a head is about each row, as one number, whatever the kind of its task.

use super::seen::Evidence;
use crate::gain::Predicted;
use crate::metric::{class_surprise, is_named};

/// One error for each labelled row, 0 or more; infinite where a prediction is no finite number.
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// What it is called.
    pub name: &'static str,
    /// What it is measured in.
    pub unit: &'static str,
    /// In the order of the labelled rows.
    pub values: Vec<f64>,
}

impl Errors {
    /// Of answers beside labels.
    ///
    /// - numbers and counts: the absolute error
    /// - classes, in order or not: the negative log-likelihood of the actual class
    /// - label sets: how many known labels are answered wrong
    /// - masks: the share of the labelled pixels whose class is answered wrong
    pub fn of(evidence: &Evidence) -> Self {
        let (name, unit, values): (_, _, Vec<f64>) = match evidence {
            Evidence::Rows(
                Predicted::Values { predicted, actual } | Predicted::Counts { predicted, actual },
            ) => {
                let errors =
                    predicted.iter().zip(actual).map(|(predicted, actual)| (predicted - actual).abs());
                ("absolute error", "in its own unit", errors.collect())
            }
            Evidence::Rows(
                Predicted::Classes { probabilities, labels, classes }
                | Predicted::Levels { probabilities, labels, classes },
            ) => {
                let rows = probabilities.chunks_exact((*classes).max(1)).zip(labels);
                ("log loss", "nats", rows.map(|(row, &label)| class_surprise(row, label)).collect())
            }
            Evidence::Rows(Predicted::Labels { probabilities, labels, count }) => {
                let rows =
                    probabilities.chunks_exact((*count).max(1)).zip(labels.chunks_exact((*count).max(1)));
                ("wrong labels", "of one row", rows.map(|(row, labels)| wrong_labels(row, labels)).collect())
            }
            Evidence::Pixels { actual, predicted, .. } => {
                let rows = actual.iter().zip(predicted);
                (
                    "wrong pixels",
                    "share",
                    rows.map(|(actual, predicted)| wrong_pixels(actual, predicted)).collect(),
                )
            }
        };
        let values = values.into_iter().map(|error| if error.is_nan() { f64::INFINITY } else { error });
        Self { name, unit, values: values.collect() }
    }

    /// Its name with what it is measured in.
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.unit)
    }
}

fn wrong_labels(probabilities: &[f64], labels: &[Option<bool>]) -> f64 {
    let wrong = probabilities
        .iter()
        .zip(labels)
        .filter(|(share, label)| label.is_some_and(|is| is != is_named(**share)));
    wrong.count() as f64
}

fn wrong_pixels(actual: &[u8], predicted: &[u8]) -> f64 {
    let known = || actual.iter().zip(predicted).filter(|(actual, _)| **actual != u8::MAX);
    known().filter(|(actual, predicted)| actual != predicted).count() as f64 / known().count().max(1) as f64
}
