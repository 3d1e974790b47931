//! Experts that all tasks share, mixed by one gate per task: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// The multi-gate mixture of experts; formula, paper and tensors stand in `model/trunk/mmoe.rs`.
pub struct Mmoe;

impl Method for Mmoe {
    fn card(&self) -> Card {
        Card {
            name: "Mixture of experts (MMoE)",
            paper: "Ma et al., 2018",
            summary: "Several trunks as experts; a gate for each task mixes them row by row.",
            cost: "One trunk an expert.",
            pays: "Where tasks are loosely related: in its paper it loses least as their correlation falls.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Experts, Knob::Temperature]
    }

    fn trunk_count(&self, config: &ArchitectureConfig, _tasks: usize) -> usize {
        config.experts
    }

    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        config.experts * stack_parameters(inputs, widths) + tasks * inputs * config.experts
    }
}
