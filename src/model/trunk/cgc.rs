//! Experts of each task's own next to shared ones; a task's gate sees only its own and the shared.

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
use crate::model::trunk::gate::{Gate, mix_own_and_shared};
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Customized gate control: `f_t(x) = g_t(x) · [E_t(x); E_s(x)]`, `g_t(x) = softmax(W_t x / τ)`.
///
/// Every expert is a trunk. Tang et al. 2020, <https://doi.org/10.1145/3383313.3412236>, where `τ = 1`.
#[derive(Module, Debug)]
pub struct Cgc {
    /// Each task's experts, task after task in the model's order, then the shared ones.
    experts: Towers,
    /// Over a task's own experts, then the shared ones.
    gate: Gate,
    #[module(skip)]
    tasks: usize,
    #[module(skip)]
    own: usize,
}

impl Cgc {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let own = config.task_experts;
        let count = tasks * own + config.experts;
        Self {
            experts: Towers::new(count, inputs, &config.trunk, config.activation, initial),
            gate: Gate::new(tasks, inputs, own + config.experts, config.temperature, initial),
            tasks,
            own,
        }
    }
}

impl Represent for Cgc {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        let gates = self.gate.forward(features.clone().unsqueeze());
        let experts = self.experts.forward(features, dropout);
        let [count, _, _] = experts.dims();
        let owned = self.tasks * self.own;
        let (own, shared) = (experts.clone().narrow(0, 0, owned), experts.narrow(0, owned, count - owned));
        Representation::PerTask(mix_own_and_shared(gates, own, shared))
    }

    fn private(&self, private: &mut Private) {
        private.first(&self.experts, self.tasks * self.own);
        private.all(&self.gate);
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let gates = read_means(self.gate.forward(features.unsqueeze())).await?;
        Ok(vec![SharingMatrix::own_gates(&gates, self.own, None)])
    }
}
