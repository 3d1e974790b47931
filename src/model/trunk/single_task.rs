//! Twins that share nothing, to compare with: one trunk a task, all together as large as the shared one.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::architecture::ArchitectureConfig;
use crate::input::embedding::Inputs;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::front::Front;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::stack::Towers;
use crate::model::trunk::represent::Represent;

/// Single-task twins: `ŷ_t = head_t(h_t(x))`, trunks as wide as
/// [`ArchitectureConfig::trunk_widths`] says, vectors of labels each twin's own.
#[derive(Module, Debug)]
pub struct SingleTask {
    /// One a task.
    fronts: Option<Front>,
    trunks: Towers,
}

impl SingleTask {
    /// Fresh parameters.
    ///
    /// - `inputs`: what stands in the encoded rows
    /// - `widths`: of each twin's layers
    pub fn new(
        config: &ArchitectureConfig,
        inputs: &Inputs,
        tasks: usize,
        widths: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        let fronts = Front::new(tasks, inputs, initial);
        Self { fronts, trunks: Towers::new(tasks, inputs.features(), widths, config.activation, initial) }
    }
}

impl Represent for SingleTask {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        if let Some(fronts) = &self.fronts {
            return Representation::PerTask(
                self.trunks.forward_own(fronts.forward(features, dropout), dropout),
            );
        }
        if self.trunks.is_empty() {
            return Representation::Shared(features);
        }
        Representation::PerTask(self.trunks.forward(features, dropout))
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.fronts);
        private.all(&self.trunks);
    }
}
