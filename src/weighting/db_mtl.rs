//! The gradients of the losses' logarithms, all stretched to the longest.

use super::Weighting;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Smallest loss divided by.
const SMALLEST: f64 = 1e-8;

/// Dual balancing: the sum of `∇ log L_t`, each as long as the longest, so that `w_t = max_j (‖g_j‖ / L_j) / ‖g_t‖`.
///
/// On the step's own gradients, where the paper has moving means of them. A task whose gradient is zero is left out.
/// Lin et al. 2023, <https://arxiv.org/abs/2308.12029>.
#[derive(Debug)]
pub struct DbMtl;

impl Solve for DbMtl {
    const SCALE: Scale = Scale::Raw;

    fn solve(&mut self, measured: &Measured) -> Solution {
        measured.without_zeros(|measured| {
            let lengths: Vec<f64> =
                (0..measured.losses.len()).map(|task| measured.gramian.norm(task)).collect();
            let of_logs =
                lengths.iter().zip(&measured.losses).map(|(length, loss)| length / loss.max(SMALLEST));
            let longest = of_logs.fold(0.0, f64::max);
            Solution::exact(lengths.into_iter().map(|length| longest / length).collect())
        })
    }
}

/// See [`DbMtl`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "Dual balancing",
    paper: "Lin et al., 2023",
    summary: "Takes the losses' logarithms and stretches their gradients to the longest, so that every task moves the trunk alike.",
    cost: COSTS_GRADIENTS,
    pays: "Where losses and gradients differ in scale; its steps grow as a loss nears 0.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(DbMtl, setup.task_count()))
}
