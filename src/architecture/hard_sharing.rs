//! One trunk, one head per task: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Hard sharing; formula, paper and tensors stand in `model/trunk/hard_sharing.rs`.
pub struct HardSharing;

impl Method for HardSharing {
    fn card(&self) -> Card {
        Card {
            name: "Hard sharing",
            paper: "Caruana, 1997",
            summary: "All tasks read one trunk; only the heads differ.",
            cost: "One trunk: the cheapest there is.",
            pays: "Where tasks are related: with as many parameters it is hard to beat.",
        }
    }

    fn has_own_representations(&self) -> bool {
        false
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        _tasks: usize,
        widths: &[usize],
    ) -> usize {
        stack_parameters(inputs, widths)
    }
}
