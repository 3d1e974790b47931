//! A stack of linear layers, each followed by a non-linearity: the block that trunks are made of.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::architecture::{Activation, layer_sizes};
use crate::model::dense::Dense;
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;
use crate::model::representation::Representation;

/// Hidden layers; without layers it passes its input on.
#[derive(Module, Debug)]
pub struct Mlp {
    layers: Vec<Dense>,
    #[module(skip)]
    activation: Activation,
}

impl Mlp {
    /// Layers of the given widths on `inputs` features.
    pub fn new(inputs: usize, widths: &[usize], activation: Activation, initial: &mut Initial<'_>) -> Self {
        let layers = layer_sizes(inputs, widths).map(|(from, to)| initial.linear(from, to)).collect();
        Self { layers, activation }
    }

    /// - `features`: `[rows, inputs]`
    /// - returns: `[rows, last width]`
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Tensor<2> {
        self.layers
            .iter()
            .fold(features, |features, layer| dropout.apply(layer.forward_then(features, self.activation)))
    }

    /// The same layers for every task, each task's features changed after each of them.
    ///
    /// - `features`: `[rows, inputs]`
    /// - `change`: what a task does to its features after a layer, from 0: from `[1 or tasks, rows, width]` to `[tasks, rows, width]`
    pub fn forward_per_task(
        &self,
        features: Tensor<2>,
        mut change: impl FnMut(usize, Tensor<3>) -> Tensor<3>,
    ) -> Representation {
        let Some((first, rest)) = self.layers.split_first() else {
            return Representation::Shared(features);
        };
        let hidden = first.forward_then(features, self.activation);
        let own = change(0, hidden.unsqueeze());
        Representation::PerTask(rest.iter().enumerate().fold(own, |own, (place, layer)| {
            // All tasks' rows below each other: one product with the weights they share.
            let [tasks, rows, width] = own.dims();
            let hidden = layer.forward_then(own.reshape([tasks * rows, width]), self.activation);
            let [_, width] = hidden.dims();
            change(place + 1, hidden.reshape([tasks, rows, width]))
        }))
    }

    /// The same layers for every task, with something of its own added before each non-linearity.
    ///
    /// - `features`: `[rows, inputs]`
    /// - `update`: what a layer, from 0, adds: from `[1 or tasks, rows, inputs]` to `[tasks, rows, outputs]`
    pub fn forward_with_updates(
        &self,
        features: Tensor<2>,
        dropout: &mut Dropout,
        update: impl Fn(usize, Tensor<3>) -> Tensor<3>,
    ) -> Representation {
        if self.layers.is_empty() {
            return Representation::Shared(features);
        }
        let layers = self.layers.iter().enumerate();
        Representation::PerTask(layers.fold(features.unsqueeze(), |own: Tensor<3>, (place, layer)| {
            let [tasks, rows, width] = own.dims();
            let sums = layer.forward(own.clone().reshape([tasks * rows, width]));
            let [_, width] = sums.dims();
            let sums = sums.reshape([tasks, rows, width]) + update(place, own);
            dropout.apply(self.activation.apply(sums))
        }))
    }
}
