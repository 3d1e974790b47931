//! One linear layer.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use crate::architecture::Activation;
use crate::kernel;

/// Weights `[inputs, outputs]` and biases `[outputs]`.
#[derive(Module, Debug)]
pub struct Dense {
    /// `[inputs, outputs]`
    pub weight: Param<Tensor<2>>,
    /// `[outputs]`
    pub bias: Param<Tensor<1>>,
}

impl Dense {
    /// - `features`: `[rows, inputs]`
    /// - returns: `[rows, outputs]`
    pub fn forward(&self, features: Tensor<2>) -> Tensor<2> {
        kernel::layer(features, self.weight.val(), self.bias.val(), false)
    }

    /// The same, followed by a non-linearity.
    pub fn forward_then(&self, features: Tensor<2>, activation: Activation) -> Tensor<2> {
        activation.layer(features, self.weight.val(), self.bias.val())
    }
}
