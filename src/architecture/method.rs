//! What the list asks of every architecture.

use super::knob::Knob;
use super::settings::ArchitectureConfig;
use crate::schema::card::Card;
use crate::schema::knob::OutOfRange;

/// The pure half of an architecture: its words, its knobs, its sizes.
pub trait Method {
    /// What the menu shows.
    fn card(&self) -> Card;

    /// The numbers of its own, in the page's order.
    fn knobs(&self) -> &'static [Knob] {
        &[]
    }

    /// Whether each task's head reads a representation of its own, where there is a trunk.
    fn has_own_representations(&self) -> bool {
        true
    }

    /// Whether tasks share the learned vectors of inputs, as they share anything.
    fn shares_embeddings(&self) -> bool {
        true
    }

    /// Whether each task scales the features that its head reads.
    fn scales_features(&self) -> bool {
        false
    }

    /// Trunks or layers of experts side by side.
    fn trunk_count(&self, _config: &ArchitectureConfig, _tasks: usize) -> usize {
        1
    }

    /// Members of an ensemble, each with heads of its own on a representation of its own.
    fn member_count(&self, _config: &ArchitectureConfig) -> usize {
        1
    }

    /// Widths of the trunk, or of each task's trunk.
    ///
    /// - `inputs`: numbers that the model reads of a row
    /// - `outputs`: numbers that each task's head computes
    fn trunk_widths(&self, config: &ArchitectureConfig, _inputs: usize, _outputs: &[usize]) -> Vec<usize> {
        config.trunk.clone()
    }

    /// Learnable numbers between inputs and heads.
    ///
    /// - `inputs`: numbers that the model reads of a row
    /// - `widths`: those of [`Self::trunk_widths`]
    fn parameters(&self, config: &ArchitectureConfig, inputs: usize, tasks: usize, widths: &[usize])
    -> usize;

    /// Checks what its knobs must be to each other; each by itself is within its range.
    ///
    /// # Errors
    /// Where they don't fit.
    fn check(&self, _config: &ArchitectureConfig) -> Result<(), OutOfRange> {
        Ok(())
    }
}
