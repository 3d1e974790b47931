//! Which architecture, with its knobs, and how many numbers it learns.

use serde::{Deserialize, Serialize};

use crate::architecture::{Activation, ArchitectureKind};

/// Sizes of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ArchitectureConfig {
    /// Which architecture.
    pub kind: ArchitectureKind,
    /// Widths of the trunk's layers.
    pub trunk: Vec<usize>,
    /// Widths of each head's hidden layers; empty for linear heads.
    pub head: Vec<usize>,
    /// Non-linearity after every hidden layer.
    pub activation: Activation,
    /// Share of hidden features set to zero while training, in `[0, 1)`.
    pub dropout: f64,
    /// Experts that all tasks share, for mixtures of experts.
    pub experts: usize,
    /// Experts that each task selects, for `dselect_k`.
    pub experts_per_task: usize,
    /// Experts of each task's own, where tasks have some.
    pub task_experts: usize,
    /// Rank of each task's updates, for low-rank sharing.
    pub rank: usize,
    /// Softness of gates: at 1 as in the papers, towards 0 they choose.
    pub temperature: f64,
    /// How much heads are tied by the covariance of their tasks, for `task_relation`.
    pub relation_strength: f64,
}

impl ArchitectureConfig {
    /// Widths of the trunk, or of each task's trunk; see [`Self::parameter_count`].
    pub fn trunk_widths(&self, inputs: usize, outputs: &[usize]) -> Vec<usize> {
        if self.kind == ArchitectureKind::SingleTask {
            return self.twin_widths(inputs, outputs);
        }
        self.trunk.clone()
    }

    /// Trunks or layers of experts side by side: 1 where there is one trunk.
    pub fn trunk_count(&self, tasks: usize) -> usize {
        match self.kind {
            ArchitectureKind::HardSharing
            | ArchitectureKind::SharedParameters
            | ArchitectureKind::TaskGated
            | ArchitectureKind::TaskFilm
            | ArchitectureKind::Lora
            | ArchitectureKind::Mtan
            | ArchitectureKind::TaskRelation => 1,
            ArchitectureKind::Mmoe | ArchitectureKind::DselectK => self.experts,
            ArchitectureKind::CrossStitch | ArchitectureKind::SingleTask => tasks,
            ArchitectureKind::Cgc | ArchitectureKind::Ple => tasks * self.task_experts + self.experts,
            ArchitectureKind::Adatt => tasks * self.task_experts,
        }
    }

    /// Tables of learned vectors beside each other, where inputs have some: 1 where tasks share theirs, as they share anything.
    pub fn front_count(&self, tasks: usize) -> usize {
        if self.kind == ArchitectureKind::SingleTask { tasks } else { 1 }
    }

    /// Learnable numbers of the model that this configuration gives, learned vectors of its inputs not counted.
    ///
    /// - `inputs`: numbers that the model reads of a row
    /// - `outputs`: numbers that each task's head computes
    pub fn parameter_count(&self, inputs: usize, outputs: &[usize]) -> usize {
        let tasks = outputs.len();
        let widths = self.trunk_widths(inputs, outputs);
        let width = widths.last().copied().unwrap_or(inputs);
        let trunk = stack_parameters(inputs, &widths);
        let below = match self.kind {
            ArchitectureKind::HardSharing => trunk,
            ArchitectureKind::SharedParameters => trunk + tasks * width,
            ArchitectureKind::Mmoe => self.experts * trunk + tasks * inputs * self.experts,
            ArchitectureKind::CrossStitch => tasks * trunk + self.trunk.len() * tasks * tasks,
            ArchitectureKind::TaskGated => trunk + tasks * widths.iter().sum::<usize>(),
            ArchitectureKind::TaskFilm => trunk + 2 * tasks * widths.iter().sum::<usize>(),
            ArchitectureKind::SingleTask => tasks * trunk,
            ArchitectureKind::Cgc => {
                (tasks * self.task_experts + self.experts) * trunk
                    + tasks * inputs * (self.task_experts + self.experts)
            }
            ArchitectureKind::Ple => self.ple_parameters(inputs, tasks),
            ArchitectureKind::Lora => {
                trunk
                    + layer_sizes(inputs, &widths)
                        .map(|(from, to)| tasks * self.rank * (from + to))
                        .sum::<usize>()
            }
            ArchitectureKind::Mtan => self.mtan_parameters(inputs, tasks),
            ArchitectureKind::Adatt => self.adatt_parameters(inputs, tasks),
            ArchitectureKind::DselectK => {
                self.experts * trunk + tasks * self.experts_per_task * (self.experts.ilog2() as usize + 1)
            }
            ArchitectureKind::TaskRelation => trunk,
        };
        below + self.head_parameters(width, outputs)
    }

    /// Widths of the trunks that don't share: of the trunk's shape, so narrow that all twins together have as many parameters
    /// as hard sharing, as nearly as whole widths allow. Learned vectors of the inputs come on top: each twin has all of its own,
    /// in full size, since narrower trunks for them would leave it nothing to read them with.
    ///
    /// - `inputs`, `outputs`: as for [`Self::parameter_count`]
    fn twin_widths(&self, inputs: usize, outputs: &[usize]) -> Vec<usize> {
        let total = |tasks: usize, widths: &[usize]| {
            let width = widths.last().copied().unwrap_or(inputs);
            tasks * stack_parameters(inputs, widths) + self.head_parameters(width, outputs)
        };
        let target = total(1, &self.trunk);
        let widest = self.trunk.iter().copied().max().unwrap_or(1);
        let scaled = |share: usize| {
            let width = |&width: &usize| ((width * share + widest / 2) / widest).max(1);
            self.trunk.iter().map(width).collect::<Vec<usize>>()
        };
        let candidates = (1..=widest).map(scaled);
        candidates.min_by_key(|widths| total(outputs.len(), widths).abs_diff(target)).unwrap_or_default()
    }

    /// Numbers of layers of experts: all experts, a gate a task, and one for the shared path in all layers but the last.
    fn ple_parameters(&self, inputs: usize, tasks: usize) -> usize {
        let (own, shared) = (self.task_experts, self.experts);
        let all = tasks * own + shared;
        let layers = layer_sizes(inputs, &self.trunk)
            .map(|(from, to)| all * (from + 1) * to + tasks * from * (own + shared));
        let shared_gates = layer_sizes(inputs, &self.trunk).take(self.trunk.len().saturating_sub(1));
        layers.sum::<usize>() + shared_gates.map(|(from, _)| from * all).sum::<usize>()
    }

    /// Numbers of layers of a trunk and of each task's attention, which sees the trunk's features and its own.
    fn mtan_parameters(&self, inputs: usize, tasks: usize) -> usize {
        let layers = layer_sizes(inputs, &self.trunk).enumerate().map(|(place, (from, to))| {
            let seen = if place == 0 { from } else { 2 * from };
            (from + 1) * to + tasks * ((seen + 1) * to + (to + 1) * to)
        });
        layers.sum()
    }

    /// Numbers of layers of each task's experts, gates over all of them and, for several, direct weights of one's own.
    fn adatt_parameters(&self, inputs: usize, tasks: usize) -> usize {
        let all = tasks * self.task_experts;
        let direct = if self.task_experts > 1 { all } else { 0 };
        layer_sizes(inputs, &self.trunk)
            .map(|(from, to)| all * (from + 1) * to + tasks * from * all + direct)
            .sum()
    }

    /// Weights and biases of all heads on `width` features.
    fn head_parameters(&self, width: usize, outputs: &[usize]) -> usize {
        let last = self.head.last().copied().unwrap_or(width);
        let head = |&output: &usize| stack_parameters(width, &self.head) + (last + 1) * output;
        outputs.iter().map(head).sum()
    }
}

impl Default for ArchitectureConfig {
    fn default() -> Self {
        Self {
            kind: ArchitectureKind::default(),
            trunk: vec![64, 32],
            head: Vec::new(),
            activation: Activation::default(),
            dropout: 0.0,
            experts: 4,
            experts_per_task: 2,
            task_experts: 1,
            rank: 4,
            temperature: 1.0,
            relation_strength: 0.01,
        }
    }
}

/// Inputs and outputs of each layer of a stack with the given widths.
pub fn layer_sizes(inputs: usize, widths: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    std::iter::once(inputs).chain(widths.iter().copied()).zip(widths.iter().copied())
}

/// Weights and biases of a stack of linear layers.
fn stack_parameters(inputs: usize, widths: &[usize]) -> usize {
    layer_sizes(inputs, widths).map(|(from, to)| (from + 1) * to).sum()
}
