//! The mean gradient, turned until it is against no task.

use super::Weighting;
use super::method::{Method, Setup};
use super::projection::project;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Projection of the mean gradient on the cone of directions that are against no task.
///
/// Lopez-Paz & Ranzato 2017 (gradient episodic memory), <https://arxiv.org/abs/1706.08840>.
#[derive(Debug)]
pub struct DualProj;

impl Solve for DualProj {
    const SCALE: Scale = Scale::TimesTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let size = measured.gramian.size();
        let (weights, rounds) = project(&measured.gramian, &vec![1.0 / size as f64; size]);
        let problem = rounds
            .is_none()
            .then(|| "gradients are zero or the projection was not solved: equal weights".into());
        Solution { weights, iterations: rounds.unwrap_or(0), problem }
    }
}

/// See [`DualProj`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "Dual projection",
    paper: "Lopez-Paz & Ranzato, 2017",
    summary: "Takes the direction nearest to the mean gradient that is against no task.",
    cost: COSTS_GRADIENTS,
    pays: "Where equal weights do well but sometimes work against one task.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(DualProj, setup.task_count()))
}
