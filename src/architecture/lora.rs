//! One trunk whose weights each task updates by matrices of low rank: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::{layer_sizes, stack_parameters};
use crate::schema::card::Card;

/// Low-rank updates by task; formula, paper and tensors stand in `model/trunk/lora.rs`.
pub struct Lora;

impl Method for Lora {
    fn card(&self) -> Card {
        Card {
            name: "Low-rank updates (LoRA)",
            paper: "Hu et al., 2022",
            summary: "Each task adds an update of low rank to the trunk's weights; starts as hard sharing.",
            cost: "Two narrow matrices for each task and layer; each task goes through the trunk on its own.",
            pays: "Where tasks are nearly alike, and each needs a small correction.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Rank]
    }

    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let updates = layer_sizes(inputs, widths).map(|(from, to)| tasks * config.rank * (from + to));
        stack_parameters(inputs, widths) + updates.sum::<usize>()
    }
}
