//! Every task counts the same.

use super::method::{Method, Setup};
use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_NOTHING, Card};

/// Equal weights: `w_t = 1`, so that the losses are summed as they are.
#[derive(Debug)]
pub struct Equal {
    /// Number of tasks.
    pub task_count: usize,
}

impl Weighting for Equal {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        vec![1.0; self.task_count]
    }
}

/// See [`Equal`].
pub const METHOD: Method = Method {
    fits_plane: true,
    is_control: true,
    ..Method::on_losses(Card {
        name: "Equal",
        paper: "—",
        summary: "Sums the losses as they are; a task with large losses counts more.",
        cost: COSTS_NOTHING,
        pays: "Where all losses have the same unit; else the task with the largest loss rules.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Equal { task_count: setup.task_count() })
}
