//! What kinds of task that answer with a number have in common.

use crate::task::labels::Numbers;

/// The answers to the labelled rows, and their labels.
pub fn labelled(answers: &[f64], labels: &Numbers) -> (Vec<f64>, Vec<f64>) {
    answers.iter().zip(labels.iter()).filter_map(|(&answer, label)| Some((answer, label?))).unzip()
}

/// Mean over the labelled rows of a loss of a predicted and an actual number; `None` without any.
pub fn mean_loss(answers: &[f64], labels: &Numbers, loss: impl Fn(f64, f64) -> f64) -> Option<f64> {
    let (predicted, actual) = labelled(answers, labels);
    let losses = predicted.iter().zip(&actual).map(|(&predicted, &actual)| loss(predicted, actual));
    (!actual.is_empty()).then(|| losses.sum::<f64>() / actual.len() as f64)
}
