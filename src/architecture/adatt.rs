//! Layers of experts of each task's own, which other tasks read through gates: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::layer_sizes;
use crate::schema::card::Card;

/// Adaptive task-to-task fusion; formula, paper and tensors stand in `model/trunk/adatt.rs`.
pub struct Adatt;

impl Method for Adatt {
    fn card(&self) -> Card {
        Card {
            name: "Task-to-task fusion (AdaTT)",
            paper: "Li et al., 2023",
            summary: "Layers of each task's own experts; a gate mixes those of all tasks, and one's own count directly too.",
            cost: "One stack of experts a task, and a gate over all of them in every layer.",
            pays: "Where some tasks should read others' experts, and others keep to their own.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::TaskExperts, Knob::Temperature]
    }

    fn trunk_count(&self, config: &ArchitectureConfig, tasks: usize) -> usize {
        tasks * config.task_experts
    }

    /// Each task's experts, gates over all of them and, for several, direct weights of one's own.
    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let all = self.trunk_count(config, tasks);
        let direct = if config.task_experts > 1 { all } else { 0 };
        layer_sizes(inputs, widths)
            .map(|(from, to)| all * (from + 1) * to + tasks * from * all + direct)
            .sum()
    }
}
