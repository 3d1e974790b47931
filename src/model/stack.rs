//! Layers of equal shape side by side, so that experts, twins or heads cost one product a layer, however many they are.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use crate::architecture::{Activation, layer_sizes};
use crate::kernel;
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;

/// Linear layers: weights `[count, inputs, outputs]`, biases `[count, 1, outputs]`.
#[derive(Module, Debug)]
pub struct Stack {
    weight: Param<Tensor<3>>,
    bias: Param<Tensor<3>>,
}

impl Stack {
    /// Layers that all start from numbers of their own.
    pub fn new(count: usize, inputs: usize, outputs: usize, initial: &mut Initial<'_>) -> Self {
        let (weight, bias) = initial.stacked(count, inputs, outputs);
        Self { weight, bias }
    }

    /// Sets the biases, layer after layer.
    pub fn start_from(&mut self, biases: Vec<f32>, initial: &Initial<'_>) {
        let shape = self.bias.dims();
        self.bias = initial.values(biases, shape);
    }

    /// How many layers there are.
    pub fn count(&self) -> usize {
        self.weight.dims()[0]
    }

    /// - `features`: `[count, rows, inputs]`, or `[1, rows, inputs]` for all
    /// - returns: `[count, rows, outputs]`
    pub fn forward(&self, features: Tensor<3>) -> Tensor<3> {
        kernel::layer(features, self.weight.val(), self.bias.val(), false)
    }

    /// The same, followed by a non-linearity.
    pub fn forward_then(&self, features: Tensor<3>, activation: Activation) -> Tensor<3> {
        activation.layer(features, self.weight.val(), self.bias.val())
    }
}

/// Stacks of hidden layers of equal shape; without layers they pass their input on.
#[derive(Module, Debug)]
pub struct Towers {
    layers: Vec<Stack>,
    #[module(skip)]
    count: usize,
    #[module(skip)]
    activation: Activation,
}

impl Towers {
    /// `count` towers with layers of the given widths.
    pub fn new(
        count: usize,
        inputs: usize,
        widths: &[usize],
        activation: Activation,
        initial: &mut Initial<'_>,
    ) -> Self {
        let layers =
            layer_sizes(inputs, widths).map(|(from, to)| Stack::new(count, from, to, initial)).collect();
        Self { layers, count, activation }
    }

    /// Whether they only pass their input on.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// - `features`: `[rows, inputs]`, read by all
    /// - returns: `[count, rows, last width]`
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Tensor<3> {
        let [rows, inputs] = features.dims();
        let features = features.unsqueeze::<3>();
        if self.layers.is_empty() {
            return features.expand([self.count, rows, inputs]);
        }
        self.forward_own(features, dropout)
    }

    /// The same, each with features of its own: `[count, rows, inputs]`.
    pub fn forward_own(&self, features: Tensor<3>, dropout: &mut Dropout) -> Tensor<3> {
        self.layers
            .iter()
            .fold(features, |features, layer| dropout.apply(layer.forward_then(features, self.activation)))
    }
}
