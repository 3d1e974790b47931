//! One trunk whose features each task scales by its own row of a learned table.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::ArchitectureConfig;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_rows;
use crate::model::representation::Representation;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Spread of the table's first values around 1: enough to tell tasks apart, too little to matter at the start.
const DEVIATION: f32 = 0.01;

/// The shared-parameter table: `ŷ_t = W_t (P_t ⊙ h(x)) + b_t`, `P` of shape `[tasks, width]`.
///
/// With `P = 1` it is hard sharing, from where it starts.
#[derive(Module, Debug)]
pub struct SharedParameters {
    trunk: Mlp,
    /// Rows in the model's order.
    table: Param<Tensor<2>>,
}

impl SharedParameters {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let width = config.trunk.last().copied().unwrap_or(inputs);
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            table: initial.near(1.0, tasks, width, DEVIATION),
        }
    }
}

impl Represent for SharedParameters {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }

    fn table(&self) -> Option<Tensor<2>> {
        Some(self.table.val())
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        // From 1, where every row starts: rows of ones and little more all look alike.
        let rows = read_rows(self.table.val() - 1.0).await?;
        Ok(vec![SharingMatrix::similarity(&rows)])
    }
}
