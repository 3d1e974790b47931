//! The best answer to a task that looks at no input, and what always answering so costs in training.

/// Rows that a class without any counts as, since the logarithm of 0 is not finite.
const UNSEEN: f64 = 0.5;

/// The best constant answer to a task, judged as training judges: on training rows, with the weights of rows and classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// What the outputs of a head are that answers so: mean of the standardised labels, logarithm of the mean count in units of the
    /// unweighted one, log-odds of the second class or of each label of a set, logarithm of each class's share, or log-odds of being
    /// at or below each class but the last.
    pub outputs: Vec<f64>,
    /// Mean training loss of that answer.
    pub loss: f64,
}

/// Labels as numbers, each with its weight: those that are known.
///
/// - `weights`: of all rows, in the order of the labels
pub fn weighted<T>(labels: impl Iterator<Item = Option<T>>, weights: &[f32]) -> Vec<(T, f64)> {
    labels.zip(weights).filter_map(|(label, &weight)| Some((label?, weight.into()))).collect()
}

/// Weighted mean of something about labels; `None` where they weigh nothing.
pub fn mean<T: Copy>(labelled: &[(T, f64)], of: impl Fn(T) -> f64) -> Option<f64> {
    let total: f64 = labelled.iter().map(|(_, weight)| weight).sum();
    let sum: f64 = labelled.iter().map(|&(label, weight)| weight * of(label)).sum();
    (total > 0.0).then(|| sum / total)
}

/// The shares of classes among so many rows, those without any row held at what a part of a row would be.
pub fn held(shares: &[f64], rows: usize) -> Vec<f64> {
    let held = || shares.iter().map(|share| share.max(UNSEEN / rows.max(1) as f64));
    let total: f64 = held().sum();
    held().map(|share| share / total).collect()
}

/// Logarithm of the odds of a probability.
pub fn log_odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

/// Entropy of the shares of classes, in nats.
pub fn entropy(shares: &[f64]) -> f64 {
    let shares = shares.iter().filter(|&&share| share > 0.0);
    -shares.map(|share| share * share.ln()).sum::<f64>()
}
