//! Experts that all tasks share, mixed for each task by a gate of its own.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::ArchitectureConfig;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_means;
use crate::model::representation::Representation;
use crate::model::stack::Towers;
use crate::model::trunk::gate::{Gate, mix};
use crate::model::trunk::represent::Represent;
use crate::report::{Part, SharingMatrix};

/// Multi-gate mixture of experts: `f_t(x) = Σ_i g_t(x)_i f_i(x)`, `g_t(x) = softmax(W_t x / τ)`.
///
/// Every expert is a trunk. Ma et al. 2018, <https://doi.org/10.1145/3219819.3220007>, where `τ = 1`.
#[derive(Module, Debug)]
pub struct Mmoe {
    experts: Towers,
    gate: Gate,
}

impl Mmoe {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        Self {
            experts: Towers::new(config.experts, inputs, &config.trunk, config.activation, initial),
            gate: Gate::new(tasks, inputs, config.experts, config.temperature, initial),
        }
    }
}

impl Represent for Mmoe {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        let gates = self.gate.forward(features.clone().unsqueeze());
        Representation::PerTask(mix(gates, self.experts.forward(features, dropout)))
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.gate);
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let gates = read_means(self.gate.forward(features.unsqueeze())).await?;
        Ok(vec![SharingMatrix::gates(gates, Part::experts, None)])
    }
}
