//! Layers of experts, own and shared, whose paths separate more and more: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::layer_sizes;
use crate::schema::card::Card;

/// Progressive layered extraction; formula, paper and tensors stand in `model/trunk/ple.rs`.
pub struct Ple;

impl Method for Ple {
    fn card(&self) -> Card {
        Card {
            name: "Progressive layers (PLE)",
            paper: "Tang et al., 2020",
            summary: "CGC in every layer of the trunk, with a shared path that reads all experts.",
            cost: "As many layers of experts as the trunk has layers; the dearest here.",
            pays: "Where tasks compete; on published click data it gains a point of AUC or less, and not on every task.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Experts, Knob::TaskExperts, Knob::Temperature]
    }

    fn trunk_count(&self, config: &ArchitectureConfig, tasks: usize) -> usize {
        tasks * config.task_experts + config.experts
    }

    /// All experts, one gate per task, and one for the shared path in all layers but the last.
    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let (own, shared) = (config.task_experts, config.experts);
        let all = self.trunk_count(config, tasks);
        let layers = layer_sizes(inputs, widths)
            .map(|(from, to)| all * (from + 1) * to + tasks * from * (own + shared));
        let shared_gates = layer_sizes(inputs, widths).take(widths.len().saturating_sub(1));
        layers.sum::<usize>() + shared_gates.map(|(from, _)| from * all).sum::<usize>()
    }
}
