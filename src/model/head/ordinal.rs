//! Classes in order: thresholds turn one score into the logits of being at or below each class but the last, and the loss is their
//! cross-entropy.
//!
//! `logit P(y <= k | x) = t_k - s(x)`, with `t_1 < t_2 < ...`: the cumulative link model, also named proportional odds.
//! McCullagh 1980, "Regression Models for Ordinal Data", <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.

use burn::module::{Module, Param};
use burn::tensor::{Tensor, activation};

use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::mean_logits;
use crate::model::head::multilabel;
use crate::model::initial::Initial;
use crate::task::layout::Group;

/// Smallest gap between neighbours: below it the difference of two logits has no digits left in f32.
const LEAST: f64 = 1e-3;

/// How far a threshold moves for a step of its parameter. Under Adam a number by itself goes one learning rate a step, but a score is
/// the sum of many that do; thresholds that lag behind it hold every class's probability back.
/// Plain descent feels the square: a much larger pace makes it swing at learning rates that suit all else.
const PACE: f64 = 4.0;

/// The end of a head that answers with one of several classes in order: the thresholds of a group of tasks.
#[derive(Module, Debug)]
pub struct Ordinal {
    /// `[tasks, 1]`
    lowest: Param<Tensor<2>>,
    /// From each threshold to the next, before they are made positive: `[tasks, thresholds - 1]`
    gaps: Param<Tensor<2>>,
}

impl Ordinal {
    /// The thresholds of a group.
    ///
    /// - `logits`: of being at or below each class but the last where the score is 0, of all tasks of the model; without them all
    ///   classes start equally likely
    pub fn new(group: &Group, logits: Option<&[&[f64]]>, initial: &Initial<'_>) -> Self {
        let equal: Vec<f64> = (1..=group.outputs)
            .map(|below| (below as f64 / (group.outputs + 1 - below) as f64).ln())
            .collect();
        let (mut lowest, mut gaps) = (Vec::new(), Vec::new());
        for task in group.tasks.clone() {
            let own = logits.and_then(|logits| logits.get(task)).copied();
            let logits = own.filter(|own| own.len() == equal.len()).unwrap_or(&equal);
            lowest.push((logits[0] / PACE) as f32);
            let gap = |pair: &[f64]| {
                let gap = (pair[1] - pair[0] - LEAST).max(LEAST) / PACE;
                // The inverse of ln(1 + e^x).
                gap.exp_m1().ln() as f32
            };
            gaps.extend(logits.windows(2).map(gap));
        }
        let tasks = group.tasks.len();
        Self {
            lowest: initial.values(lowest, [tasks, 1]),
            gaps: initial.values(gaps, [tasks, group.outputs - 1]),
        }
    }
}

impl Head for Ordinal {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        mean_logits(outputs)
    }

    fn starting_from(self, group: &Group, outputs: &[&[f64]], initial: &Initial<'_>) -> Self {
        Self::new(group, Some(outputs), initial)
    }

    /// - `scores`: `[rows, tasks]`
    /// - returns: logits of being at or below each class but the last, ascending within a task, `[rows, tasks * thresholds]`
    fn outputs(&self, scores: Tensor<2>, _map: Option<&Tensor<4>>) -> Tensor<2> {
        let [rows, tasks] = scores.dims();
        let lowest = self.lowest.val() * PACE;
        let gaps = activation::softplus(self.gaps.val(), 1.0) * PACE + LEAST;
        let steps = Tensor::cat(vec![lowest, gaps], 1);
        let [_, count] = steps.dims();
        let thresholds = steps.cumsum(1).reshape([1, tasks, count]);
        (thresholds - scores.reshape([rows, tasks, 1])).reshape([rows, tasks * count])
    }

    /// - `target`: 1 at the class's upper side, -1 at its lower one, else 0
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let (losses, gradients) = losses(apart(output, &share), apart(target, &share));
        GroupLoss::of_rows(losses, gradients, share)
    }

    /// The thresholds do it.
    fn biases(&self, _outputs: &[f64]) -> Vec<f32> {
        vec![0.0]
    }
}

/// `-ln P(y)` and its gradient, where `P(y) = σ(c_y) - σ(c_(y-1))` for ascending logits `c`, with 1 above the last and 0 below the
/// first. McCullagh 1980, <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.
///
/// Written as `σ(c_y) σ(-c_(y-1)) (1 - e^(c_(y-1) - c_y))`, which loses no digits where both terms are near 0 or near 1: a
/// logistic loss at either side of the class, and one of the gap between them.
///
/// - `logits`: `[rows, tasks, thresholds]`
/// - `target`: of the same shape: 1 at the class's upper side, -1 at its lower one, else 0
fn losses(logits: Tensor<3>, target: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
    let [rows, tasks, count] = logits.dims();
    let (losses, gradients) = multilabel::losses(logits.clone(), target.clone());
    let part = |tensor: &Tensor<3>, start| tensor.clone().narrow(2, start, count - 1);
    // The gap below a threshold counts for the class between it and the next lower one.
    let is_between = activation::relu(part(&target, 1));
    let power = (part(&logits, 0) - part(&logits, 1)).exp();
    let apart = -power.clone() + 1.0;
    let gap_losses = -apart.clone().log() * is_between.clone();
    let push = power / apart * is_between;
    let none = Tensor::zeros([rows, tasks, 1], &logits.device());
    let above = |tensor: Tensor<3>| Tensor::cat(vec![none.clone(), tensor], 2);
    let below = |tensor: Tensor<3>| Tensor::cat(vec![tensor, none.clone()], 2);
    (losses + above(gap_losses), gradients + below(push.clone()) - above(push))
}
