//! The allocation that is fair to slow tasks.

use super::Weighting;
use super::bargaining;
use super::knob::Knob;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// That of the authors' runs.
pub const ALPHA: f64 = 2.0;

/// Fair resource allocation: `G α = α^(-1/a)`, scaled so that weights sum to the number of tasks.
///
/// Ban & Ji 2024, <https://arxiv.org/abs/2402.15638>.
#[derive(Debug)]
pub struct FairGrad {
    /// Fairness between equal weights (0) and max-min (∞); 1 is Nash-MTL.
    pub alpha: f64,
}

impl Solve for FairGrad {
    const SCALE: Scale = Scale::SumToTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        bargaining::solve(measured, self.alpha)
    }
}

/// See [`FairGrad`].
pub const METHOD: Method = Method {
    knobs: &[Knob::Alpha],
    ..Method::on_gramian(Card {
        name: "FairGrad",
        paper: "Ban & Ji, 2024",
        summary: "Shares progress as a fair network shares bandwidth: tasks that gain little per unit get more.",
        cost: COSTS_GRADIENTS,
        pays: "Where the slowest task must not fall behind, more so the larger alpha is.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(FairGrad { alpha: setup.config.alpha.unwrap_or(ALPHA) }, setup.task_count()))
}
