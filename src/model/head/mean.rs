//! What members of an ensemble answer on average, as the outputs that say so: probabilities and rates are averaged, not their logarithms.
//!
//! All is done on logarithms, so that nothing is lost where a probability is near 0 or 1.

use burn::tensor::{Tensor, activation};

/// The logarithm of the mean of `e^z`.
///
/// - `logs`: `z`, `[members, …]`
/// - returns: `[1, …]`
pub fn log_mean_exp<const D: usize>(logs: Tensor<D>) -> Tensor<D> {
    let largest = logs.clone().max_dim(0).detach();
    (logs - largest.clone()).exp().mean_dim(0).log() + largest
}

/// The logit of the mean of `σ(z)`: `ln mean σ(z) - ln mean σ(-z)`.
///
/// - `logits`: `z`, `[members, rows, outputs]`
/// - returns: `[rows, outputs]`
pub fn mean_logits(logits: Tensor<3>) -> Tensor<2> {
    // ln σ(z) = min(z, 0) - ln(1 + e^-|z|)
    let tail = (-logits.clone().abs()).exp().log1p();
    let yes = -activation::relu(-logits.clone()) - tail.clone();
    let no = -activation::relu(logits) - tail;
    (log_mean_exp(yes) - log_mean_exp(no)).squeeze_dim(0)
}

/// The logarithms of the mean of `softmax(z)`, which are logits of it.
///
/// - `logits`: `z` of one choice after the other, `[members, rows, choices * classes]`
/// - returns: `[rows, choices * classes]`
pub fn mean_classes(logits: Tensor<3>, classes: usize) -> Tensor<2> {
    let [members, rows, width] = logits.dims();
    let apart = logits.reshape([members, rows, width / classes, classes]);
    log_mean_exp(activation::log_softmax(apart, 3)).reshape([rows, width])
}
