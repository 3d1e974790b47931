//! Layers of experts, each task's own and shared ones, between which the paths of tasks separate more and more.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_means;
use crate::model::representation::Representation;
use crate::model::stack::Stack;
use crate::model::trunk::gate::{Gate, mix, mix_own_and_shared};
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Progressive layered extraction: one extraction a layer of the trunk, its experts single layers.
///
/// `x_t ← softmax(W_t x_t / τ) · [E_t(x_t); E_s(x_s)]`, `x_s ← softmax(W_s x_s / τ) · [all E_t(x_t); E_s(x_s)]`, both from `x`.
/// Tang et al. 2020, <https://doi.org/10.1145/3383313.3412236>, where `τ = 1`.
#[derive(Module, Debug)]
pub struct Ple {
    levels: Vec<Extraction>,
}

#[derive(Module, Debug)]
struct Extraction {
    /// The experts of one task side by side: `[tasks, inputs, experts * outputs]`.
    own: Stack,
    /// Likewise the shared experts.
    shared: Stack,
    /// Over a task's own experts, then the shared ones.
    gate: Gate,
    /// Over all tasks' experts, then the shared ones; the last extraction has none.
    shared_gate: Option<Gate>,
    #[module(skip)]
    task_experts: usize,
    #[module(skip)]
    experts: usize,
    #[module(skip)]
    activation: Activation,
}

/// What the paths of the tasks, `[1 or tasks, rows, width]`, and the shared path, `[1, rows, width]`, carry.
struct Paths {
    tasks: Tensor<3>,
    shared: Tensor<3>,
}

impl Ple {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let (own, shared) = (config.task_experts, config.experts);
        let levels = layer_sizes(inputs, &config.trunk).enumerate().map(|(place, (from, to))| {
            let is_last = place + 1 == config.trunk.len();
            Extraction {
                own: Stack::new(tasks, from, own * to, initial),
                shared: Stack::new(1, from, shared * to, initial),
                gate: Gate::new(tasks, from, own + shared, config.temperature, initial),
                shared_gate: (!is_last)
                    .then(|| Gate::new(1, from, tasks * own + shared, config.temperature, initial)),
                task_experts: own,
                experts: shared,
                activation: config.activation,
            }
        });
        Self { levels: levels.collect() }
    }
}

impl Extraction {
    fn forward(&self, paths: Paths, dropout: &mut Dropout) -> Paths {
        let mut experts = |layer: &Stack, features: &Tensor<3>, count: usize| {
            let answers = dropout.apply(self.activation.apply(layer.forward(features.clone())));
            let [paths, rows, width] = answers.dims();
            let apart = answers.reshape([paths, rows, count, width / count]).swap_dims(1, 2);
            apart.reshape([paths * count, rows, width / count])
        };
        let own = experts(&self.own, &paths.tasks, self.task_experts);
        let shared = experts(&self.shared, &paths.shared, self.experts);
        let gates = self.gate.forward(paths.tasks);
        let tasks = mix_own_and_shared(gates, own.clone(), shared.clone());
        let shared = match &self.shared_gate {
            Some(gate) => mix(gate.forward(paths.shared), Tensor::cat(vec![own, shared], 0)),
            None => paths.shared,
        };
        Paths { tasks, shared }
    }
}

impl Represent for Ple {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        if self.levels.is_empty() {
            return Representation::Shared(features);
        }
        let start = features.unsqueeze::<3>();
        let start = Paths { tasks: start.clone(), shared: start };
        let end = self.levels.iter().fold(start, |paths, level| level.forward(paths, dropout));
        Representation::PerTask(end.tasks)
    }

    fn private(&self, private: &mut Private) {
        // Below the last extraction a task's experts feed the shared path, and a gate what they read there.
        let mut from_last = self.levels.iter().rev();
        if let Some(last) = from_last.next() {
            private.all(&last.own);
            private.all(&last.gate);
        }
        if let Some(before) = from_last.next() {
            private.all(&before.gate);
        }
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let start = features.unsqueeze::<3>();
        let mut paths = Paths { tasks: start.clone(), shared: start };
        let mut matrices = Vec::new();
        for (place, level) in self.levels.iter().enumerate() {
            let gates = read_means(level.gate.forward(paths.tasks.clone())).await?;
            matrices.push(SharingMatrix::own_gates(&gates, level.task_experts, Some(place)));
            paths = level.forward(paths, &mut Dropout::off());
        }
        Ok(matrices)
    }
}
