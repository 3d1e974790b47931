//! One trunk of which each task sees its own, softly masked part: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// The task-gated trunk; formula, paper and tensors stand in `model/trunk/task_gated.rs`.
pub struct TaskGated;

impl Method for TaskGated {
    fn card(&self) -> Card {
        Card {
            name: "Task-gated trunk",
            paper: "—",
            summary: "Soft masks, one per task and layer, open at the start; their overlap says who shares.",
            cost: "One mask for each task and layer; each task goes through the trunk on its own.",
            pays: "Where only some tasks belong together, as the masks show; our own design, without published comparisons.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Temperature]
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        stack_parameters(inputs, widths) + tasks * widths.iter().sum::<usize>()
    }
}
