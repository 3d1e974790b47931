//! Cross-entropy of classes in order, by the logits of being at or below each class but the last.

use burn::tensor::{Tensor, activation};

use super::labels;

/// `-ln P(y)` and its slopes, where `P(y) = σ(c_y) - σ(c_(y-1))` for ascending logits `c`, with 1 above the last and 0 below the
/// first. McCullagh 1980, <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.
///
/// Written as `σ(c_y) σ(-c_(y-1)) (1 - e^(c_(y-1) - c_y))`, which loses no digits where both terms are near 0 or near 1: a
/// logistic loss at either side of the class, and one of the gap between them.
///
/// - `logits`: `[rows, tasks, thresholds]`
/// - `target`: of the same shape: 1 at the class's upper side, -1 at its lower one, else 0
pub fn losses_and_slopes(logits: Tensor<3>, target: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
    let [rows, tasks, count] = logits.dims();
    let (losses, slopes) = labels::losses_and_slopes(logits.clone(), target.clone());
    let part = |tensor: &Tensor<3>, start| tensor.clone().narrow(2, start, count - 1);
    // The gap below a threshold counts for the class between it and the next lower one.
    let is_between = activation::relu(part(&target, 1));
    let power = (part(&logits, 0) - part(&logits, 1)).exp();
    let apart = -power.clone() + 1.0;
    let gap_losses = -apart.clone().log() * is_between.clone();
    let push = power / apart * is_between;
    let none = Tensor::zeros([rows, tasks, 1], &logits.device());
    let above = |tensor: Tensor<3>| Tensor::cat(vec![none.clone(), tensor], 2);
    let below = |tensor: Tensor<3>| Tensor::cat(vec![tensor, none.clone()], 2);
    (losses + above(gap_losses), slopes + below(push.clone()) - above(push))
}
