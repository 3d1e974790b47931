//! One trunk whose features each task scales and shifts after every layer: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::stack_parameters;
use crate::schema::card::Card;

/// Feature-wise modulation by task; formula, paper and tensors stand in `model/trunk/task_film.rs`.
pub struct TaskFilm;

impl Method for TaskFilm {
    fn card(&self) -> Card {
        Card {
            name: "Task modulation (FiLM)",
            paper: "Perez et al., 2018",
            summary: "Each task scales and shifts the trunk's features after every layer; starts as hard sharing.",
            cost: "Two numbers for each task and feature; each task goes through the trunk on its own.",
            pays: "Where tasks need the same features, differently scaled.",
        }
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        stack_parameters(inputs, widths) + 2 * tasks * widths.iter().sum::<usize>()
    }
}
