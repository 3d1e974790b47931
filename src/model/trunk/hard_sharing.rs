//! One trunk that all tasks read, one head per task.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::architecture::ArchitectureConfig;
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;

/// Hard parameter sharing: `ŷ_t = head_t(h(x))`. Caruana 1997, "Multitask learning".
#[derive(Module, Debug)]
pub struct HardSharing {
    trunk: Mlp,
}

impl HardSharing {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, initial: &mut Initial<'_>) -> Self {
        Self { trunk: Mlp::new(inputs, &config.trunk, config.activation, initial) }
    }
}

impl Represent for HardSharing {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }
}
