//! Twins that share nothing, to compare with: one trunk a task, all together as large as the shared one.

use burn::module::Module;
use burn::tensor::Tensor;

use super::stack::Towers;
use super::wiring::Represent;
use super::{Dropout, Initial, Representation};
use crate::config::ArchitectureConfig;

/// Single-task twins: `ŷ_t = head_t(h_t(x))`, trunks as wide as
/// [`ArchitectureConfig::trunk_widths`] says.
#[derive(Module, Debug)]
pub struct SingleTask {
    trunks: Towers,
}

impl SingleTask {
    /// Fresh parameters.
    ///
    /// - `widths`: of each twin's layers
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        Self { trunks: Towers::new(tasks, inputs, widths, config.activation, initial) }
    }
}

impl Represent for SingleTask {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        if self.trunks.is_empty() {
            return Representation::Shared(features);
        }
        Representation::PerTask(self.trunks.forward(features, dropout))
    }
}
