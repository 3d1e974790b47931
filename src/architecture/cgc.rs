//! Experts of each task's own next to shared ones, mixed by one gate per task: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Customized gate control; formula, paper and tensors stand in `model/trunk/cgc.rs`.
pub struct Cgc;

impl Method for Cgc {
    fn card(&self) -> Card {
        Card {
            name: "Customized gate control (CGC)",
            paper: "Tang et al., 2020",
            summary: "Whole trunks as experts; a task's gate sees its own and the shared ones.",
            cost: "One trunk an expert, some for each task.",
            pays: "Where tasks compete: experts of their own keep them from disturbing each other.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Experts, Knob::TaskExperts, Knob::Temperature]
    }

    fn trunk_count(&self, config: &ArchitectureConfig, tasks: usize) -> usize {
        tasks * config.task_experts + config.experts
    }

    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let gates = tasks * inputs * (config.task_experts + config.experts);
        self.trunk_count(config, tasks) * stack_parameters(inputs, widths) + gates
    }
}
