//! Binary cross-entropy of several outputs, each with a side of its own or none.

use burn::tensor::{Tensor, activation};

/// `ln(1 + e^-z)` and its slope by the output, where `z` is the output toward its label's side; 0 where there is none.
///
/// - `output`: logits, `[rows, tasks, outputs]`
/// - `side`: of the same shape: 1 for yes, -1 for no, 0 for no label
pub fn losses_and_slopes(output: Tensor<3>, side: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
    let toward = output * side.clone();
    // Written so that e^ never overflows.
    let tail = (-toward.clone().abs()).exp().log1p();
    let losses = (activation::relu(-toward.clone()) + tail) * side.clone().abs();
    (losses, -side * activation::sigmoid(-toward))
}
