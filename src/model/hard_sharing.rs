//! One trunk that all tasks read, one head per task.

use burn::module::Module;
use burn::tensor::Tensor;

use super::head::Head;
use super::mlp::Mlp;
use super::{Dropout, Initial};
use crate::config::ArchitectureConfig;

/// Hard parameter sharing: `ŷ_t = head_t(h(x))`. Caruana 1997, "Multitask learning".
#[derive(Module, Debug)]
pub struct HardSharing {
    trunk: Mlp,
    heads: Vec<Head>,
}

impl HardSharing {
    /// Fresh parameters.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        outputs: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            heads: Head::for_tasks(config, config.trunk_width(inputs), outputs, initial),
        }
    }

    /// - `features`: `[rows, inputs]`
    /// - returns: one `[rows, outputs]` per task, in task order
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let shared = self.trunk.forward(features, dropout);
        self.heads.iter().map(|head| head.forward(shared.clone(), dropout)).collect()
    }
}
