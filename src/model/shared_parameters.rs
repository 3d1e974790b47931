//! One trunk whose features each task scales by its own row of a learned table.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use super::head::Head;
use super::mlp::Mlp;
use super::{Dropout, Initial};
use crate::config::ArchitectureConfig;

/// Spread of the table's first values around 1: enough to tell tasks apart, too little to matter at the start.
const DEVIATION: f32 = 0.01;

/// The shared-parameter table: `ŷ_t = W_t (P_t ⊙ h(x)) + b_t`, `P` of shape `[tasks, width]`.
///
/// With `P = 1` it is hard sharing, from where it starts.
#[derive(Module, Debug)]
pub struct SharedParameters {
    trunk: Mlp,
    table: Param<Tensor<2>>,
    heads: Vec<Head>,
}

impl SharedParameters {
    /// Fresh parameters.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        outputs: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        let width = config.trunk_width(inputs);
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            table: initial.near_one(outputs.len(), width, DEVIATION),
            heads: Head::for_tasks(config, width, outputs, initial),
        }
    }

    /// - `features`: `[rows, inputs]`
    /// - returns: one `[rows, outputs]` per task, in task order
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        let shared = self.trunk.forward(features, dropout);
        let table = self.table.val();
        let heads = self.heads.iter().enumerate();
        heads
            .map(|(task, head)| {
                let row = table.clone().narrow(0, task, 1);
                head.forward(shared.clone() * row, dropout)
            })
            .collect()
    }
}
