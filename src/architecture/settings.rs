//! Which architecture, with its knobs.

use serde::{Deserialize, Serialize};

use super::activation::Activation;
use super::kind::ArchitectureKind;

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
    /// How much heads are tied, for `task_relation` and `trace_norm`.
    pub relation_strength: f64,
    /// Members of the ensemble, for `tabm`.
    pub members: usize,
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
            // The paper takes 32, on devices that compute many at once.
            members: 8,
        }
    }
}
