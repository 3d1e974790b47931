//! Every task counts what the user says.

use super::method::{Method, Setup};
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
pub const METHOD: Method = Method {
    takes_weights: true,
    ..Method::on_losses(Card {
        name: "Manual",
        paper: "—",
        summary: "Multiplies each task's loss by a number of your own.",
        cost: COSTS_NOTHING,
        pays: "Where you know how much each task is worth to you.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(Manual { weights: setup.config.weights.clone() })
}
