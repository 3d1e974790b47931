//! Cross-entropy of one of several classes, by one logit a class (nats).

use burn::module::Module;
use burn::tensor::Tensor;

use crate::kernel;
use crate::model::head::kind::Head;
use crate::model::head::loss::GroupLoss;

/// The end of a head that answers with one of several classes.
#[derive(Module, Debug)]
pub struct Multiclass {}

impl Head for Multiclass {
    /// - `target`: one-hot class; 0 where unlabelled
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let [rows, tasks] = share.dims();
        let [_, width] = output.dims();
        let (gradients, parts) = kernel::cross_entropy(output, target, share);
        GroupLoss { parts, gradients: gradients.reshape([rows, tasks, width / tasks]) }
    }
}
