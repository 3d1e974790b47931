//! One trunk that all tasks read, one head per task.

use burn::module::Module;
use burn::tensor::Tensor;

use super::heads::Heads;
use super::mlp::Mlp;
use super::{Dropout, Initial, Representation};
use crate::config::ArchitectureConfig;
use crate::data::layout::Layout;

/// Hard parameter sharing: `ŷ_t = head_t(h(x))`. Caruana 1997, "Multitask learning".
#[derive(Module, Debug)]
pub struct HardSharing {
    trunk: Mlp,
    heads: Heads,
}

impl HardSharing {
    /// Fresh parameters.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        layout: &Layout,
        initial: &mut Initial<'_>,
    ) -> Self {
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            heads: Heads::new(config, config.trunk_width(inputs), layout, initial),
        }
    }

    /// The trunk's features of `[rows, inputs]`.
    pub fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }

    /// One `[rows, tasks * outputs]` per group.
    pub fn answer(&self, features: &Representation, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        self.heads.forward(features, None, dropout)
    }
}
