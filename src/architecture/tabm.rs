//! Members of an ensemble that share one trunk's weights and scale them: card, knobs and sizes.

use super::knob::Knob;
use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::{layer_sizes, stack_parameters};
use crate::schema::card::Card;

/// Ensemble on shared weights; formula, paper and tensors stand in `model/trunk/tabm.rs`.
pub struct Tabm;

impl Method for Tabm {
    fn card(&self) -> Card {
        Card {
            name: "TabM",
            paper: "Gorishniy et al., 2024",
            summary: "Members of an ensemble share one trunk, scale its weights and have heads of their own; their mean answers.",
            cost: "About as many parameters as hard sharing, but a step takes nearly as long as one for each member.",
            pays: "Where rows are few for the width of a table, as with the Ames houses, and a longer run is no trouble.",
        }
    }

    fn knobs(&self) -> &'static [Knob] {
        &[Knob::Members]
    }

    fn has_own_representations(&self) -> bool {
        false
    }

    fn member_count(&self, config: &ArchitectureConfig) -> usize {
        config.members
    }

    fn parameters(
        &self,
        config: &ArchitectureConfig,
        inputs: usize,
        _tasks: usize,
        widths: &[usize],
    ) -> usize {
        // A scale for each input and output of a layer; all members but the first have biases beyond those of the stack.
        let scales: usize = layer_sizes(inputs, widths).map(|(from, to)| from + to).sum();
        let biases: usize = widths.iter().sum();
        stack_parameters(inputs, widths) + config.members * scales + (config.members - 1) * biases
    }
}
