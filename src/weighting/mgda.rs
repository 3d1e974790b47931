//! The shortest combination of the gradients: a direction that no task is against.

use super::Weighting;
use super::method::{Method, Setup};
use super::simplex;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Multiple-gradient descent: `w = argmin wᵀGw` over the simplex.
///
/// Désidéri 2012; Sener & Koltun 2018, <https://arxiv.org/abs/1810.04650>.
#[derive(Debug)]
pub struct Mgda;

impl Solve for Mgda {
    const SCALE: Scale = Scale::SumToTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        simplex::min_norm(&measured.gramian)
    }
}

/// See [`Mgda`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "MGDA",
    paper: "Sener & Koltun, 2018",
    summary: "Takes the shortest combination of the gradients, which leaves no task worse off.",
    cost: COSTS_GRADIENTS,
    pays: "Where no task may get worse at any step; it slows down to the pace of the smallest gradient.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(Mgda, setup.task_count()))
}
