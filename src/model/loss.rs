//! The loss of each task kind, over labelled rows only, for all tasks of a group at once.

use burn::tensor::{Tensor, activation};

use crate::data::task::TaskKind;

/// Mean loss of each task over its labelled rows of a batch; 0 where it has none.
///
/// Squared error for a regression (on standardised labels), binary cross-entropy on a logit, cross-entropy on logits (nats).
///
/// - `output`: `[rows, tasks * outputs]`
/// - `target`: `[rows, tasks * outputs]`: value, class 0 or 1, or one-hot class; 0 where unlabelled
/// - `labelled`: `[rows, tasks]`: 1 where labelled, else 0
/// - returns: `[tasks]`
pub fn masked_losses(kind: TaskKind, output: Tensor<2>, target: Tensor<2>, labelled: Tensor<2>) -> Tensor<1> {
    let [rows, tasks] = labelled.dims();
    let count = labelled.clone().sum_dim(0).clamp_min(1.0);
    let losses = match kind {
        TaskKind::Regression => {
            let error = (output - target) * labelled;
            error.clone() * error
        }
        TaskKind::Binary => {
            // log(1 + e^z) - yz, written so that e^ never overflows.
            let positive = activation::relu(output.clone());
            let tail = (-output.clone().abs()).exp().log1p();
            (positive - output * target + tail) * labelled
        }
        // An unlabelled row's one-hot target is all zeros and so adds nothing.
        TaskKind::Multiclass => {
            let [_, width] = output.dims();
            let shape = [rows, tasks, width / tasks];
            let surprise = activation::log_softmax(output.reshape(shape), 2) * target.reshape(shape);
            -surprise.sum_dim(2).reshape([rows, tasks])
        }
    };
    (losses.sum_dim(0) / count).reshape([tasks])
}
