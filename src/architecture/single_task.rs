//! Twins that share nothing, all together as large as the shared trunk: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::{head_parameters, stack_parameters};
use crate::schema::card::Card;

/// Single-task twins; formula, paper and tensors stand in `model/trunk/single_task.rs`.
pub struct SingleTask;

impl Method for SingleTask {
    fn card(&self) -> Card {
        Card {
            name: "Single-task twins",
            paper: "—",
            summary: "Nothing is shared: one narrower trunk a task, together as many parameters as hard sharing.",
            cost: "One narrower trunk a task, as many parameters as hard sharing; learned vectors of inputs come once a task.",
            pays: "As the baseline: what is no better than this gains nothing by sharing.",
        }
    }

    fn shares_embeddings(&self) -> bool {
        false
    }

    fn trunk_count(&self, _config: &ArchitectureConfig, tasks: usize) -> usize {
        tasks
    }

    /// Of the trunk's shape, so narrow that all twins together have as many parameters as hard sharing, as nearly as whole widths
    /// allow. Learned vectors of the inputs come on top: each twin has all of its own, in full size, since narrower trunks for them
    /// would leave it nothing to read them with.
    fn trunk_widths(&self, config: &ArchitectureConfig, inputs: usize, outputs: &[usize]) -> Vec<usize> {
        let total = |tasks: usize, widths: &[usize]| {
            let width = widths.last().copied().unwrap_or(inputs);
            tasks * stack_parameters(inputs, widths) + head_parameters(width, &config.head, outputs)
        };
        let target = total(1, &config.trunk);
        let widest = config.trunk.iter().copied().max().unwrap_or(1);
        let scaled = |share: usize| {
            let width = |&width: &usize| ((width * share + widest / 2) / widest).max(1);
            config.trunk.iter().map(width).collect::<Vec<usize>>()
        };
        let candidates = (1..=widest).map(scaled);
        candidates.min_by_key(|widths| total(outputs.len(), widths).abs_diff(target)).unwrap_or_default()
    }

    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        tasks * stack_parameters(inputs, widths)
    }
}
