//! Cross-entropy of one of several classes, by one logit a class (nats).

use burn::module::Module;
use burn::tensor::Tensor;

use crate::kernel;
use crate::model::head::kind::Head;
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::mean_classes;
use crate::task::layout::Group;

/// The end of a head that answers with one of several classes.
#[derive(Module, Debug)]
pub struct Multiclass {
    #[module(skip)]
    classes: usize,
}

impl Multiclass {
    /// The end of the heads of a group.
    pub fn new(group: &Group) -> Self {
        Self { classes: group.outputs }
    }
}

impl Head for Multiclass {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        mean_classes(outputs, self.classes)
    }

    /// - `target`: one-hot class; 0 where unlabelled
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let [rows, tasks] = share.dims();
        let [_, width] = output.dims();
        let (gradients, parts) = kernel::cross_entropy(output, target, share);
        GroupLoss { parts, gradients: gradients.reshape([rows, tasks, width / tasks]) }
    }
}
