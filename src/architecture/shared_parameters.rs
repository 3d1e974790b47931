//! One trunk whose features each task scales by its row of a learned table: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// The shared-parameter table; formula, paper and tensors stand in `model/trunk/shared_parameters.rs`.
pub struct SharedParameters;

impl Method for SharedParameters {
    fn card(&self) -> Card {
        Card {
            name: "Shared parameters",
            paper: "—",
            summary: "A learned table, one row a task, scales the trunk's features before each head.",
            cost: "One number more for each task and feature.",
            pays: "Where related tasks need the same features to different degrees.",
        }
    }

    /// What is scaled are the trunk's features, which are the same for all tasks.
    fn has_own_representations(&self) -> bool {
        false
    }

    fn scales_features(&self) -> bool {
        true
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let width = widths.last().copied().unwrap_or(inputs);
        stack_parameters(inputs, widths) + tasks * width
    }
}
