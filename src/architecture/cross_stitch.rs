//! One trunk per task, mixed after every layer: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Cross-stitch units; formula, paper and tensors stand in `model/trunk/cross_stitch.rs`.
pub struct CrossStitch;

impl Method for CrossStitch {
    fn card(&self) -> Card {
        Card {
            name: "Cross-stitch",
            paper: "Misra et al., 2016",
            summary: "One trunk a task; after every layer each task reads a learned mixture of all of them.",
            cost: "One trunk a task.",
            pays: "Where it is not known which layers to share, and tasks are few.",
        }
    }

    fn trunk_count(&self, _config: &ArchitectureConfig, tasks: usize) -> usize {
        tasks
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        tasks * stack_parameters(inputs, widths) + widths.len() * tasks * tasks
    }
}
