//! Cross-entropy of the class of each pixel of a picture (nats).
//!
//! A product at every position of the encoder's map, a 1 × 1 convolution, gives the logits of all pixels that lie under it (Shi et al.
//! 2016, <https://arxiv.org/abs/1609.05158>), so that a mask is as fine as its labels. The head on the trunk's features adds one score a
//! class, the same at all positions: what the whole picture and the other inputs say (Liu, Rabinovich & Berg 2015,
//! <https://arxiv.org/abs/1506.04579>).

use burn::module::Module;
use burn::tensor::Tensor;

use crate::kernel;
use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::mean_classes;
use crate::model::initial::Initial;
use crate::model::stack::Stack;
use crate::schema::picture::CHANNELS;
use crate::task::layout::Group;

/// The end of a head that answers with a class for each pixel: the products of a group of tasks.
#[derive(Module, Debug)]
pub struct Mask {
    products: Stack,
    #[module(skip)]
    classes: usize,
    /// Index of the group's first task among all.
    #[module(skip)]
    first: usize,
}

impl Mask {
    /// Fresh parameters.
    ///
    /// - `positions`: of the map
    pub fn new(group: &Group, positions: usize, initial: &mut Initial<'_>) -> Self {
        let under = group.outputs / positions.max(1);
        let products = Stack::new(group.tasks.len(), CHANNELS[1], under, initial);
        Self { products, classes: group.scores, first: group.tasks.start }
    }
}

impl Head for Mask {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        mean_classes(outputs, self.classes)
    }

    /// - `scores`: of each class, `[rows, tasks * classes]`
    /// - `map`: `[1 or tasks, rows, positions, channels]`; without it all pixels of a mask are answered alike
    /// - returns: `[rows, tasks * pixels * classes]`
    fn outputs(&self, scores: Tensor<2>, map: Option<&Tensor<4>>) -> Tensor<2> {
        let Some(map) = map else { return scores };
        let map = match map.dims() {
            [1, ..] => map.clone(),
            _ => map.clone().narrow(0, self.first, self.products.count()),
        };
        let [count, rows, positions, channels] = map.dims();
        let logits = self.products.forward(map.reshape([count, rows * positions, channels]));
        let [tasks, _, under] = logits.dims();
        let pixels = positions * under / self.classes;
        let logits = logits.reshape([tasks, rows, pixels, self.classes]).swap_dims(0, 1);
        (logits + scores.reshape([rows, tasks, 1, self.classes]))
            .reshape([rows, tasks * pixels * self.classes])
    }

    /// - `target`: one-hot class of each pixel; 0 where it has none
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let [rows, tasks] = share.dims();
        let [_, width] = output.dims();
        let pixels = width / self.classes;
        let is_known = target.clone().reshape([rows, pixels, self.classes]).sum_dim(2);
        let shares = apart(is_known.reshape([rows, pixels]), &share) * share.reshape([rows, tasks, 1]);
        let (gradients, parts) = kernel::cross_entropy(output, target, shares.reshape([rows, pixels]));
        GroupLoss { parts, gradients: gradients.reshape([rows, tasks, width / tasks]) }
    }
}
