//! Members of an ensemble that share one trunk's weights and scale them.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::trunk::represent::Represent;

/// `K` members at once: `h_k ← φ(((h_k ⊙ r_k) W) ⊙ s_k + b_k)` after every layer, `W` being all members'.
///
/// Each member has heads of its own; the loss is the mean of the members' losses, and the model answers with the mean of their answers
/// (see [`crate::model::head::Head::mean`]). Members differ at the start by the signs in the first layer's `r_k`, drawn for each input, and
/// by their heads; every other scale is 1, and biases are the same. Gorishniy et al. 2024, <https://arxiv.org/abs/2410.24210>; the layers
/// are those of Wen, Tran & Ba 2020, <https://arxiv.org/abs/2002.06715>. Members' rows stand below each other, member after member, so that all
/// that reads a representation and outputs sees more rows.
#[derive(Module, Debug)]
pub struct Tabm {
    layers: Vec<Layer>,
    #[module(skip)]
    members: usize,
    #[module(skip)]
    activation: Activation,
}

#[derive(Module, Debug)]
struct Layer {
    /// `W`: `[inputs, outputs]`
    weight: Param<Tensor<2>>,
    /// `b`: `[members, outputs]`
    bias: Param<Tensor<2>>,
    /// `r`: `[members, inputs]`
    input_scales: Param<Tensor<2>>,
    /// `s`: `[members, outputs]`
    output_scales: Param<Tensor<2>>,
}

impl Tabm {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, initial: &mut Initial<'_>) -> Self {
        let members = config.members;
        let layers = layer_sizes(inputs, &config.trunk).enumerate().map(|(index, (from, to))| {
            let (weight, bias) = initial.shared(members, from, to);
            let input_scales = if index == 0 {
                initial.signs(members, from)
            } else {
                initial.values(vec![1.0; members * from], [members, from])
            };
            let output_scales = initial.values(vec![1.0; members * to], [members, to]);
            Layer { weight, bias, input_scales, output_scales }
        });
        Self { layers: layers.collect(), members, activation: config.activation }
    }
}

impl Layer {
    /// - `features`: `[members, rows, inputs]`, or `[1, rows, inputs]` for all
    /// - returns: `[members, rows, outputs]`
    fn forward_then(&self, features: Tensor<3>, activation: Activation) -> Tensor<3> {
        let [members, inputs] = self.input_scales.dims();
        let [_, outputs] = self.output_scales.dims();
        // Scales are moved into the weights, which are smaller than a batch.
        let scales = self.input_scales.val().reshape([members, inputs, 1])
            * self.output_scales.val().reshape([members, 1, outputs]);
        let weight = self.weight.val().reshape([1, inputs, outputs]) * scales;
        activation.layer(features, weight, self.bias.val().reshape([members, 1, outputs]))
    }
}

impl Represent for Tabm {
    /// - returns: of each member, one below the other: `[members * rows, width]`
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        let [rows, inputs] = features.dims();
        if self.layers.is_empty() {
            let all = features.unsqueeze::<3>().expand([self.members, rows, inputs]);
            return Representation::Shared(all.reshape([self.members * rows, inputs]));
        }
        let own = self.layers.iter().fold(features.unsqueeze(), |own: Tensor<3>, layer| {
            dropout.apply(layer.forward_then(own, self.activation))
        });
        let [members, rows, width] = own.dims();
        Representation::Shared(own.reshape([members * rows, width]))
    }
}
