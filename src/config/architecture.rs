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
    /// Softness of gates: at 1 as in the papers, towards 0 they choose.
    pub temperature: f64,
}

impl ArchitectureConfig {
    /// Features that the trunk hands to the heads, given the width of the encoded inputs.
    pub fn trunk_width(&self, inputs: usize) -> usize {
        self.trunk.last().copied().unwrap_or(inputs)
    }

    /// Learnable numbers of the model that this configuration gives.
    ///
    /// - `inputs`: width of the encoded inputs
    /// - `outputs`: outputs of each task's head
    pub fn parameter_count(&self, inputs: usize, outputs: &[usize]) -> usize {
        let tasks = outputs.len();
        let trunk = stack_parameters(inputs, &self.trunk);
        let wiring = match self.kind {
            ArchitectureKind::HardSharing => trunk,
            ArchitectureKind::SharedParameters => trunk + tasks * self.trunk_width(inputs),
            ArchitectureKind::Mmoe => self.experts * trunk + tasks * inputs * self.experts,
            ArchitectureKind::CrossStitch => tasks * trunk + self.trunk.len() * tasks * tasks,
        };
        wiring + self.head_parameters(self.trunk_width(inputs), outputs)
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
            temperature: 1.0,
        }
    }
}

/// Weights and biases of a stack of linear layers.
fn stack_parameters(inputs: usize, widths: &[usize]) -> usize {
    let before = std::iter::once(&inputs).chain(widths);
    before.zip(widths).map(|(from, to)| (from + 1) * to).sum()
}
