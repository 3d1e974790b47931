//! One trunk whose features each task scales and shifts after every layer.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::ArchitectureConfig;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_own;
use crate::model::representation::Representation;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Feature-wise modulation a task: `h_t ← γ_t ⊙ h_t + β_t` after every layer, `γ = 1` and `β = 0` at the start.
///
/// Perez et al. 2018, <https://arxiv.org/abs/1709.07871>, where a network computes `γ` and `β` from a question; here a task is one
/// and has its own numbers.
#[derive(Module, Debug)]
pub struct TaskFilm {
    trunk: Mlp,
    /// `γ`, one a layer, `[tasks, width]`, in the model's order.
    scales: Vec<Param<Tensor<2>>>,
    /// `β`, likewise.
    shifts: Vec<Param<Tensor<2>>>,
}

impl TaskFilm {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let filled = |value: f32| {
            let one = |&width: &usize| initial.values(vec![value; tasks * width], [tasks, width]);
            config.trunk.iter().map(one).collect::<Vec<_>>()
        };
        let (scales, shifts) = (filled(1.0), filled(0.0));
        Self { trunk: Mlp::new(inputs, &config.trunk, config.activation, initial), scales, shifts }
    }
}

impl Represent for TaskFilm {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        self.trunk.forward_per_task(features, |layer, hidden| {
            let [tasks, width] = self.scales[layer].dims();
            let own = |table: &Param<Tensor<2>>| table.val().reshape([tasks, 1, width]);
            dropout.apply(hidden * own(&self.scales[layer]) + own(&self.shifts[layer]))
        })
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.scales);
        private.all(&self.shifts);
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        // From where they change nothing: scales of 1 all look alike.
        let scales = self.scales.iter().map(|scales| scales.val() - 1.0);
        let own = read_own(scales.chain(self.shifts.iter().map(Param::val))).await?;
        Ok(own.iter().map(|rows| SharingMatrix::similarity(rows)).collect())
    }
}
