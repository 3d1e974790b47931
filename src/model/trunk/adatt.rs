//! Layers of experts of each task's own, which other tasks read through gates and each task itself also directly.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_means;
use crate::model::representation::Representation;
use crate::model::stack::Stack;
use crate::model::trunk::gate::{Gate, mix};
use crate::model::trunk::represent::Represent;
use crate::report::{Part, SharingMatrix};

/// Adaptive task-to-task fusion, the variant without shared experts, one fusion a layer of the trunk:
/// `x_t ← softmax(W_t x_t / τ) · [all E_s(x_s)] + Σ_e u_te E_te(x_t)`.
///
/// Li et al. 2023, <https://arxiv.org/abs/2304.04959>, where `τ = 1`. With one expert a task, `u = 1` is not learned.
#[derive(Module, Debug)]
pub struct Adatt {
    levels: Vec<Fusion>,
}

#[derive(Module, Debug)]
struct Fusion {
    /// The experts of one task side by side: `[tasks, inputs, experts * outputs]`.
    experts: Stack,
    /// Over all tasks' experts.
    gate: Gate,
    /// `u`: `[tasks, experts, 1, 1]`
    native: Option<Param<Tensor<4>>>,
    #[module(skip)]
    own: usize,
    #[module(skip)]
    activation: Activation,
}

impl Adatt {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let own = config.task_experts;
        let levels = layer_sizes(inputs, &config.trunk).map(|(from, to)| Fusion {
            experts: Stack::new(tasks, from, own * to, initial),
            gate: Gate::new(tasks, from, tasks * own, config.temperature, initial),
            native: (own > 1)
                .then(|| initial.values(vec![1.0 / own as f32; tasks * own], [tasks, own, 1, 1])),
            own,
            activation: config.activation,
        });
        Self { levels: levels.collect() }
    }
}

impl Fusion {
    /// - `features`: `[1 or tasks, rows, inputs]`
    /// - returns: `[tasks, rows, outputs]`
    fn forward(&self, features: Tensor<3>, dropout: &mut Dropout) -> Tensor<3> {
        let gates = self.gate.forward(features.clone());
        let answers = dropout.apply(self.activation.apply(self.experts.forward(features)));
        let [tasks, rows, width] = answers.dims();
        let width = width / self.own;
        let experts = answers.reshape([tasks, rows, self.own, width]).swap_dims(1, 2);
        let native = match &self.native {
            Some(native) => (experts.clone() * native.val()).sum_dim(1),
            None => experts.clone(),
        };
        let all = experts.reshape([tasks * self.own, rows, width]);
        mix(gates, all) + native.reshape([tasks, rows, width])
    }
}

impl Represent for Adatt {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        if self.levels.is_empty() {
            return Representation::Shared(features);
        }
        let start = features.unsqueeze::<3>();
        Representation::PerTask(self.levels.iter().fold(start, |own, level| level.forward(own, dropout)))
    }

    fn private(&self, private: &mut Private) {
        // Below the last fusion other tasks' gates read what comes of it, and experts they read in all.
        if let Some(last) = self.levels.last() {
            private.all(&last.gate);
            private.all(&last.native);
        }
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let mut own = features.unsqueeze::<3>();
        let mut matrices = Vec::new();
        for (place, level) in self.levels.iter().enumerate() {
            let gates = read_means(level.gate.forward(own.clone())).await?;
            let tasks = gates.len();
            let columns = |_| (0..tasks).flat_map(|task| Part::task_experts(task, level.own)).collect();
            matrices.push(SharingMatrix::gates(gates, columns, Some(place)));
            own = level.forward(own, &mut Dropout::off());
        }
        Ok(matrices)
    }
}
