//! A stack of linear layers, each followed by a non-linearity: the block that trunks are made of.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::Tensor;

use super::{Dropout, Initial};
use crate::architecture::Activation;

/// Hidden layers; without layers it passes its input on.
#[derive(Module, Debug)]
pub struct Mlp {
    layers: Vec<Linear>,
    #[module(skip)]
    activation: Activation,
}

impl Mlp {
    /// Layers of the given widths on `inputs` features.
    pub fn new(inputs: usize, widths: &[usize], activation: Activation, initial: &mut Initial<'_>) -> Self {
        let before = std::iter::once(&inputs).chain(widths);
        let layers = before.zip(widths).map(|(&from, &to)| initial.linear(from, to)).collect();
        Self { layers, activation }
    }

    /// - `features`: `[rows, inputs]`
    /// - returns: `[rows, last width]`
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Tensor<2> {
        self.layers.iter().fold(features, |features, layer| {
            let sums = layer.forward(features);
            dropout.apply(self.activation.apply(sums))
        })
    }
}
