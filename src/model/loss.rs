//! The loss of each task kind, over labelled rows only.

use burn::tensor::{Tensor, activation};

use crate::data::task::TaskKind;

/// Mean loss over the labelled rows of a batch; 0 where no row is labelled.
///
/// Squared error for a regression (on standardised labels), binary cross-entropy on a logit, cross-entropy on logits (nats).
///
/// - `output`: `[rows, outputs]`
/// - `target`: `[rows, outputs]`: value, class 0 or 1, or one-hot class; 0 where unlabelled
/// - `labelled`: `[rows, 1]`: 1 where labelled, else 0
/// - returns: `[1]`
pub fn masked_loss(kind: TaskKind, output: Tensor<2>, target: Tensor<2>, labelled: Tensor<2>) -> Tensor<1> {
    let count = labelled.clone().sum().clamp_min(1.0);
    let total = match kind {
        TaskKind::Regression => {
            let error = (output - target) * labelled;
            (error.clone() * error).sum()
        }
        TaskKind::Binary => {
            // log(1 + e^z) - yz, written so that e^ never overflows.
            let positive = activation::relu(output.clone());
            let tail = (-output.clone().abs()).exp().log1p();
            ((positive - output * target + tail) * labelled).sum()
        }
        // An unlabelled row's one-hot target is all zeros and so adds nothing.
        TaskKind::Multiclass => -(activation::log_softmax(output, 1) * target).sum(),
    };
    total / count
}
