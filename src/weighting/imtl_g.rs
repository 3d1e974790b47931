//! The direction that has equally long shadows on all gradients.

use super::linear::solve_symmetric;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use super::{Gramian, Weighting};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Largest weight, beside a sum of 1, that is still believed: near-collinear gradients give huge ones of either sign.
const LARGEST: f64 = 10.0;

/// Impartial learning by gradients: `w ∝ G⁻¹ √diag(G)`, `Σw = 1`, so that the direction's projections on all gradients are equal.
///
/// A weight may be negative, as in the paper: that of a gradient that lies between others. Refused and reported are huge weights, and
/// those that sum to 0 or less before they are scaled, since the direction would then lead uphill for every task. A task whose gradient
/// is zero is left out. Liu et al. 2021, "Towards impartial multi-task learning".
#[derive(Debug)]
pub struct ImtlG;

impl Solve for ImtlG {
    const SCALE: Scale = Scale::SumToTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        measured.without_zeros(|measured| solve_positive(&measured.gramian))
    }
}

fn solve_positive(gramian: &Gramian) -> Solution {
    let size = gramian.size();
    // In units of each gradient's length: C y = 1, w = y / ‖g‖.
    let Some(shares) = solve_symmetric(&gramian.cosines(), &vec![1.0; size]) else {
        return Solution::equal(size, "gradients are collinear");
    };
    let weights: Vec<f64> =
        shares.iter().enumerate().map(|(task, share)| share / gramian.norm(task)).collect();
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return Solution::equal(size, "equal projections lead uphill");
    }
    let weights: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
    if weights.iter().any(|weight| weight.abs() > LARGEST || !weight.is_finite()) {
        return Solution::equal(size, "a weight is huge");
    }
    Solution::exact(weights)
}

/// See [`ImtlG`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "IMTL-G",
    paper: "Liu et al., 2021",
    summary: "Takes the direction along which every task's gradient has the same length.",
    cost: COSTS_GRADIENTS,
    pays: "Where gradients differ in length; ahead of most on published molecule data, but unstable when gradients are nearly collinear.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(ImtlG, setup.task_count()))
}
