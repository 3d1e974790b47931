//! One trunk, from every layer of which each task picks features by attention: card and sizes.

use super::method::Method;
use super::settings::ArchitectureConfig;
use super::size::layer_sizes;
use crate::schema::card::Card;

/// The multi-task attention network; formula, paper and tensors stand in `model/trunk/mtan.rs`.
pub struct Mtan;

impl Method for Mtan {
    fn card(&self) -> Card {
        Card {
            name: "Attention (MTAN)",
            paper: "Liu, Johns & Davison, 2019",
            summary: "Each task's attention, from 0 to 1, picks among the trunk's features after every layer.",
            cost: "Two small layers of attention for each task and layer of the trunk.",
            pays: "Where tasks need different parts of one trunk's features; made for images.",
        }
    }

    /// Layers of the trunk, and of each task's attention, which sees the trunk's features and from the second layer on its own.
    fn parameters(
        &self,
        _config: &ArchitectureConfig,
        inputs: usize,
        tasks: usize,
        widths: &[usize],
    ) -> usize {
        let layers = layer_sizes(inputs, widths).enumerate().map(|(layer, (from, to))| {
            let seen = if layer == 0 { from } else { 2 * from };
            (from + 1) * to + tasks * ((seen + 1) * to + (to + 1) * to)
        });
        layers.sum()
    }
}
