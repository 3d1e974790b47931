//! What the list asks of every weighting.

use super::knob::Knob;
use super::settings::WeightingConfig;
use crate::schema::card::Card;

/// What menus and checks need to know of a weighting: not how it is built, as the page carries no solvers.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// What the menu shows.
    pub card: Card,
    /// The numbers and choices of its own, beyond what all weightings on the Gramian have.
    pub knobs: &'static [Knob],
    /// Whether it looks at the gradients of the tasks, beyond their losses.
    pub is_on_gramian: bool,
    /// Whether it divides each loss by the baseline's by itself.
    pub is_normalised: bool,
    /// Whether the user gives the weights, one per task.
    pub takes_weights: bool,
    /// Whether the user may prefer tasks to others, by one number per task.
    pub takes_preference: bool,
    /// Whether it can be followed on the plane of two losses without numbers of the user: there losses fall below 0.
    pub fits_plane: bool,
    /// Whether it is a control: a method that does no better than this does not help.
    pub is_control: bool,
}

impl Method {
    /// A weighting by the losses, or by nothing at all, without knobs.
    pub const fn on_losses(card: Card) -> Self {
        Self {
            card,
            knobs: &[],
            is_on_gramian: false,
            is_normalised: false,
            takes_weights: false,
            takes_preference: false,
            fits_plane: false,
            is_control: false,
        }
    }

    /// A weighting by the dot products of the tasks' gradients, without knobs.
    pub const fn on_gramian(card: Card) -> Self {
        Self { is_on_gramian: true, fits_plane: true, ..Self::on_losses(card) }
    }
}

/// What a weighting is built from.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The knobs.
    pub config: &'a WeightingConfig,
    /// The loss of each task's baseline.
    pub baseline_losses: &'a [f64],
    /// The run's seed.
    pub seed: u64,
}

impl Setup<'_> {
    /// Number of tasks.
    pub fn task_count(&self) -> usize {
        self.baseline_losses.len()
    }
}
