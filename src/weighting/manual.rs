//! Every task counts what the user says.

use super::{Needs, Signals, Weighting};
use crate::schema::card::{COSTS_NOTHING, Card};

/// Manual weights: `w_t` as given.
#[derive(Debug)]
pub struct Manual {
    /// One weight per task, in task order.
    pub weights: Vec<f64>,
}

impl Weighting for Manual {
    fn needs(&self) -> Needs {
        Needs::Nothing
    }

    fn weights(&mut self, _: &Signals<'_>) -> Vec<f64> {
        self.weights.clone()
    }
}

/// See [`Manual`].
pub const CARD: Card = Card {
    name: "Manual",
    paper: "—",
    summary: "Multiplies each task's loss by a number of your own.",
    cost: COSTS_NOTHING,
    pays: "Where you know how much each task is worth to you.",
};
