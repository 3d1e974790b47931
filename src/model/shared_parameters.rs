//! One trunk whose features each task scales by its own row of a learned table.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use super::heads::Heads;
use super::mlp::Mlp;
use super::{Dropout, Initial, Representation};
use crate::config::ArchitectureConfig;
use crate::data::layout::Layout;

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
    heads: Heads,
}

impl SharedParameters {
    /// Fresh parameters.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        layout: &Layout,
        initial: &mut Initial<'_>,
    ) -> Self {
        let width = config.trunk_width(inputs);
        Self {
            trunk: Mlp::new(inputs, &config.trunk, config.activation, initial),
            table: initial.near_one(layout.task_count(), width, DEVIATION),
            heads: Heads::new(config, width, layout, initial),
        }
    }

    /// The trunk's features of `[rows, inputs]`.
    pub fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        Representation::Shared(self.trunk.forward(features, dropout))
    }

    /// One `[rows, tasks * outputs]` per group.
    pub fn answer(&self, features: &Representation, dropout: &mut Dropout) -> Vec<Tensor<2>> {
        self.heads.forward(features, Some(self.table.val()), dropout)
    }
}
