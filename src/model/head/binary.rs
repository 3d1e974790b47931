//! Binary cross-entropy of one of two classes, by the logit of the second.

use burn::module::Module;
use burn::tensor::{Tensor, activation};

use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::mean_logits;

/// The end of a head that answers with one of two classes.
#[derive(Module, Debug)]
pub struct Binary {}

impl Head for Binary {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        mean_logits(outputs)
    }

    /// - `target`: class 0 or 1
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        // log(1 + e^z) - yz, written so that e^ never overflows.
        let (output, target) = (apart(output, &share), apart(target, &share));
        let positive = activation::relu(output.clone());
        let tail = (-output.clone().abs()).exp().log1p();
        let losses = positive - output.clone() * target.clone() + tail;
        GroupLoss::of_rows(losses, activation::sigmoid(output) - target, share)
    }
}
