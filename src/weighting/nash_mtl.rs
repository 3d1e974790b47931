//! The bargain in which no task can gain a greater share than another loses.

use super::Weighting;
use super::bargaining;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Nash bargaining: `G α = 1 / α`, scaled so that weights sum to the number of tasks.
///
/// Free of the losses' scales: `α_t ‖g_t‖` stays when a loss is rescaled. Navon et al. 2022, <https://arxiv.org/abs/2202.01017>.
#[derive(Debug)]
pub struct NashMtl;

impl Solve for NashMtl {
    const SCALE: Scale = Scale::SumToTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        bargaining::solve(measured, 1.0)
    }
}

/// See [`NashMtl`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "Nash-MTL",
    paper: "Navon et al., 2022",
    summary: "Settles on the bargain between gradients that no task can improve at a smaller cost to the others.",
    cost: COSTS_GRADIENTS,
    pays: "Where few tasks differ in scale and conflict: among the best in published comparisons, and asking every 10 steps keeps most of it.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(NashMtl, setup.task_count()))
}
