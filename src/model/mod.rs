//! Architectures as Burn modules: one trunk, one head per task, one output tensor per task.

mod dropout;
mod hard_sharing;
mod head;
mod initial;
pub mod loss;
mod mlp;
mod shared_parameters;

use burn::module::Module;
use burn::tensor::{Device, Tensor};

pub use dropout::Dropout;
use hard_sharing::HardSharing;
use initial::Initial;
use shared_parameters::SharedParameters;

use crate::architecture::ArchitectureKind;
use crate::config::ArchitectureConfig;

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
    /// - `outputs`: outputs of each task's head, in task order
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        outputs: &[usize],
        seed: u64,
        device: &Device,
    ) -> Self {
        let mut initial = Initial::new(seed, device);
        match config.kind {
            ArchitectureKind::HardSharing => {
                Self::HardSharing(HardSharing::new(config, inputs, outputs, &mut initial))
            }
            ArchitectureKind::SharedParameters => {
                Self::SharedParameters(SharedParameters::new(config, inputs, outputs, &mut initial))
            }
        }
    }

    /// Answers every task.
    ///
    /// - `features`: `[rows, inputs]`
    /// - returns: one `[rows, outputs]` per task, in task order: values in standard deviations, or logits
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        match self {
            Self::HardSharing(model) => model.forward(features, dropout),
            Self::SharedParameters(model) => model.forward(features, dropout),
        }
    }
}
