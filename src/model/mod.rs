//! Architectures as Burn modules: one trunk, one head per task, one output tensor per group of equal heads.

mod dropout;
mod hard_sharing;
mod heads;
mod initial;
pub mod loss;
mod mlp;
mod representation;
mod shared_parameters;

use burn::module::Module;
use burn::tensor::{Device, Tensor, activation};

pub use dropout::Dropout;
use hard_sharing::HardSharing;
use initial::Initial;
pub use representation::Representation;
use shared_parameters::SharedParameters;

use crate::architecture::{Activation, ArchitectureKind};
use crate::config::ArchitectureConfig;
use crate::data::layout::Layout;

impl Activation {
    /// The non-linearity, element by element.
    fn apply<const D: usize>(self, sums: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => activation::relu(sums),
            Self::Tanh => activation::tanh(sums),
            Self::Gelu => activation::gelu(sums),
        }
    }
}

/// A model of any architecture.
#[derive(Module, Debug)]
pub enum Model {
    /// See [`ArchitectureKind::HardSharing`].
    HardSharing(HardSharing),
    /// See [`ArchitectureKind::SharedParameters`].
    SharedParameters(SharedParameters),
}

impl Model {
    /// A model with fresh parameters, the same on every device for the same seed.
    ///
    /// - `inputs`: width of the encoded rows
    /// - `layout`: the tasks, grouped by the shape of their heads
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        layout: &Layout,
        seed: u64,
        device: &Device,
    ) -> Self {
        let mut initial = Initial::new(seed, device);
        match config.kind {
            ArchitectureKind::HardSharing => {
                Self::HardSharing(HardSharing::new(config, inputs, layout, &mut initial))
            }
            ArchitectureKind::SharedParameters => {
                Self::SharedParameters(SharedParameters::new(config, inputs, layout, &mut initial))
            }
        }
    }

    /// Answers every task.
    ///
    /// - `features`: `[rows, inputs]`
    /// - returns: one `[rows, tasks * outputs]` per group of the layout: values in standard deviations, or logits
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let representation = self.represent(features, dropout);
        self.answer(&representation, dropout)
    }

    /// The shared part: from `[rows, inputs]` to what the heads read.
    pub fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        match self {
            Self::HardSharing(model) => model.represent(features, dropout),
            Self::SharedParameters(model) => model.represent(features, dropout),
        }
    }

    /// The tasks' own part, on the model's own representation or on [`Representation::PerTask`] copies of it.
    pub fn answer(&self, features: &Representation, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        match self {
            Self::HardSharing(model) => model.answer(features, dropout),
            Self::SharedParameters(model) => model.answer(features, dropout),
        }
    }
}
