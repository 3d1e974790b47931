//! Non-linearities, on tensors.

use burn::tensor::{Tensor, activation};

use crate::architecture::Activation;
use crate::kernel;

impl Activation {
    /// The non-linearity, element by element.
    pub fn apply<const D: usize>(self, sums: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => activation::relu(sums),
            Self::Tanh => activation::tanh(sums),
            Self::Gelu => activation::gelu(sums),
        }
    }

    /// The non-linearity of a layer, or of a stack of them; shapes as in [`kernel::layer`].
    pub fn layer<const D: usize, const B: usize>(
        self,
        features: Tensor<D>,
        weight: Tensor<D>,
        bias: Tensor<B>,
    ) -> Tensor<D> {
        match self {
            Self::Relu => kernel::layer(features, weight, bias, true),
            Self::Tanh | Self::Gelu => self.apply(kernel::layer(features, weight, bias, false)),
        }
    }
}
