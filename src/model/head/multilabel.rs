//! Binary cross-entropy of several outputs, each with a side of its own or none.

use burn::module::Module;
use burn::tensor::{Tensor, activation};

use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::mean_logits;

/// The end of a head that answers with yes or no for each label of a set.
#[derive(Module, Debug)]
pub struct Multilabel {}

impl Head for Multilabel {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        mean_logits(outputs)
    }

    /// The mean over all labels that the rows have, each counting the same, or as its row does: a row with two labels counts twice as
    /// much as one with one.
    ///
    /// - `target`: the side of each label: 1 for yes, -1 for no, 0 for no label
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let (losses, gradients) = losses(apart(output, &share), apart(target, &share));
        GroupLoss::of_rows(losses, gradients, share)
    }
}

/// `ln(1 + e^-z)` and its derivative by the output, where `z` is the output toward its label's side; 0 where there is none.
///
/// - `output`: logits, `[rows, tasks, outputs]`
/// - `side`: of the same shape: 1 for yes, -1 for no, 0 for no label
pub fn losses(output: Tensor<3>, side: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
    let toward = output * side.clone();
    // Written so that e^ never overflows.
    let tail = (-toward.clone().abs()).exp().log1p();
    let losses = (activation::relu(-toward.clone()) + tail) * side.clone().abs();
    (losses, -side * activation::sigmoid(-toward))
}
