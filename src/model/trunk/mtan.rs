//! One trunk, from every layer of which each task picks features by an attention of its own.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor, activation};

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_means;
use crate::model::representation::Representation;
use crate::model::stack::Stack;
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Multi-task attention: `â_t^ℓ = σ(V_t φ(U_t [p^(ℓ-1); â_t^(ℓ-1)])) ⊙ p^ℓ`, `p^ℓ` the trunk's features after layer `ℓ`.
///
/// Liu, Johns & Davison 2019, <https://arxiv.org/abs/1803.10704>, for images. Here a block is a layer, its convolutions are linear,
/// the one that passes `â` on is part of `U_t`, and nothing is normalised over a batch, whose filled-up rows would count.
#[derive(Module, Debug)]
pub struct Mtan {
    layers: Vec<AttendedLayer>,
    #[module(skip)]
    activation: Activation,
}

#[derive(Module, Debug)]
struct AttendedLayer {
    /// The trunk's layer: a stack of one.
    shared: Stack,
    /// `U_t`
    inner: Stack,
    /// `V_t`
    outer: Stack,
}

impl Mtan {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let layers = layer_sizes(inputs, &config.trunk).enumerate().map(|(place, (from, to))| {
            let attended = if place == 0 { 0 } else { from };
            AttendedLayer {
                shared: Stack::new(1, from, to, initial),
                inner: Stack::new(tasks, from + attended, to, initial),
                outer: Stack::new(tasks, to, to, initial),
            }
        });
        Self { layers: layers.collect(), activation: config.activation }
    }

    /// The attended features after the last layer, `[tasks, rows, width]`, and each layer's attention of that shape.
    fn attend(&self, features: Tensor<2>, dropout: &mut Dropout) -> (Option<Tensor<3>>, Vec<Tensor<3>>) {
        let mut shared = features.unsqueeze::<3>();
        let mut own: Option<Tensor<3>> = None;
        let mut attentions = Vec::new();
        for layer in &self.layers {
            let seen = match own {
                Some(own) => {
                    let copies = shared.clone().expand(own.dims());
                    Tensor::cat(vec![copies, own], 2)
                }
                None => shared.clone(),
            };
            let inner = self.activation.apply(layer.inner.forward(seen));
            let attention = activation::sigmoid(layer.outer.forward(inner));
            shared = dropout.apply(self.activation.apply(layer.shared.forward(shared)));
            own = Some(attention.clone() * shared.clone());
            attentions.push(attention);
        }
        (own, attentions)
    }
}

impl Represent for Mtan {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        match self.attend(features.clone(), dropout).0 {
            Some(own) => Representation::PerTask(own),
            None => Representation::Shared(features),
        }
    }

    fn private(&self, private: &mut Private) {
        for layer in &self.layers {
            private.all(&layer.inner);
            private.all(&layer.outer);
        }
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let (_, attentions) = self.attend(features, &mut Dropout::off());
        if attentions.is_empty() {
            return Ok(Vec::new());
        }
        let rows = read_means(Tensor::cat(attentions, 2)).await?;
        Ok(vec![SharingMatrix::overlap(&rows)])
    }
}
