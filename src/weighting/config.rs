//! The direction that makes equal angles with all gradients, as long as they reach along it together.

use super::linear::eigen;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use super::{Gramian, Weighting};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Conflict-free gradient: the direction `d ∝ Jᵀ diag(1/‖g‖) C⁺ 1`, `C` the cosines, whose length is `Σ g_t · d / ‖d‖`.
///
/// Where gradients are independent, it is against none of them. A task whose gradient is zero is left out.
/// Liu, Chu & Thuerey 2024, <https://arxiv.org/abs/2408.11104>.
#[derive(Debug)]
pub struct ConFig;

impl Solve for ConFig {
    const SCALE: Scale = Scale::Raw;

    fn solve(&mut self, measured: &Measured) -> Solution {
        measured.without_zeros(|measured| solve_positive(&measured.gramian))
    }
}

fn solve_positive(gramian: &Gramian) -> Solution {
    let size = gramian.size();
    let (values, vectors) = eigen(&Gramian::new(size, &gramian.cosines()));
    let largest = values.iter().copied().fold(0.0, f64::max);
    // Cosines are measured in f32: smaller eigenvalues are rounding.
    let smallest = largest * size as f64 * f64::from(f32::EPSILON);
    let mut weights = vec![0.0; size];
    for (place, &value) in values.iter().enumerate().filter(|&(_, &value)| value > smallest) {
        let along: f64 = (0..size).map(|row| vectors[row * size + place]).sum();
        for (row, weight) in weights.iter_mut().enumerate() {
            *weight += along / value * vectors[row * size + place] / gramian.norm(row);
        }
    }
    let squared = gramian.quadratic(&weights);
    // The direction is built of unit gradients: it is long unless they cancel.
    if squared <= 1e-12 {
        return Solution::equal(size, "gradients cancel, so that no direction has equal angles with them");
    }
    let reach = gramian.times(&weights).iter().sum::<f64>() / squared;
    Solution::exact(weights.into_iter().map(|weight| weight * reach).collect())
}

/// See [`ConFig`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "ConFIG",
    paper: "Liu, Chu & Thuerey, 2024",
    summary: "Takes the direction with the same angle to every gradient, as far as the gradients reach along it.",
    cost: COSTS_GRADIENTS,
    pays: "Where losses differ in scale and may not hurt each other; made for networks that solve equations of physics.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(ConFig, setup.task_count()))
}
