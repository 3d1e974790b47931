//! Twins that share nothing, to compare with: one trunk a task, all together as large as the shared one.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::architecture::ArchitectureConfig;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::stack::Towers;
use crate::model::trunk::represent::Represent;

/// Single-task twins: `ŷ_t = head_t(h_t(x))`, trunks as wide as
/// [`ArchitectureConfig::trunk_widths`] says, encoders each twin's own.
#[derive(Module, Debug)]
pub struct SingleTask {
    trunks: Towers,
}

impl SingleTask {
    /// Fresh parameters.
    ///
    /// - `inputs`: numbers that each twin reads of a row
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

    fn represent_own(&self, features: Tensor<3>, dropout: &mut Dropout) -> Representation {
        Representation::PerTask(self.trunks.forward_own(features, dropout))
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.trunks);
    }
}
