//! What a weighting is asked, and what it looks at.

use super::Gramian;
use super::status::SolverStatus;
use crate::schema::state::{State, StateError, expect_none};

/// Decides how much each task counts in the next update.
pub trait Weighting {
    /// What the trainer must measure before [`Self::weights`] is called.
    fn needs(&self) -> Needs {
        Needs::Losses
    }

    /// One weight per task, in task order.
    fn weights(&mut self, signals: &Signals<'_>) -> Vec<f64>;

    /// Whether it is told the losses of the step's batch after the update, which cost a forward pass.
    fn needs_losses_after(&self) -> bool {
        false
    }

    /// Called after the update with the loss of each task on the same batch, if [`Self::needs_losses_after`].
    fn after_update(&mut self, _losses: &[Option<f64>]) {}

    /// Called once per epoch with the mean loss of each task; `None` without a labelled row in the epoch.
    fn end_epoch(&mut self, _mean_losses: &[Option<f64>]) {}

    /// How its solver has done so far, if it has one.
    fn solver(&self) -> Option<SolverStatus> {
        None
    }

    /// What it has learned and drawn so far; `null` where it remembers nothing.
    ///
    /// # Errors
    /// Where that can't be written.
    fn state(&self) -> Result<State, StateError> {
        Ok(State::Null)
    }

    /// Goes on from a state of the same weighting, bit for bit.
    ///
    /// # Errors
    /// A state of another weighting, or of more or fewer tasks.
    fn restore(&mut self, state: State) -> Result<(), StateError> {
        expect_none(&state)
    }
}

/// What a weighting looks at; reading anything stalls the GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: its weights are fixed.
    Nothing,
    /// The loss of each task in the step's batch.
    Losses,
    /// The losses, and the dot products of the tasks' gradients.
    Gramian,
}

/// What was measured in a step, as far as it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Signals<'a> {
    /// Loss of each task; `None` without a labelled row in the batch.
    pub losses: &'a [Option<f64>],
    /// Dot products of the gradients of all tasks, in task order.
    pub gramian: Option<&'a Gramian>,
}
