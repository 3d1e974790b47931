//! Thresholds of classes in order, which turn one score into the logits of being at or below each class but the last.
//!
//! `logit P(y <= k | x) = t_k - s(x)`, with `t_1 < t_2 < ...`: the cumulative link model, also named proportional odds.
//! McCullagh 1980, "Regression Models for Ordinal Data", <https://doi.org/10.1111/j.2517-6161.1980.tb01109.x>.

use burn::module::{Module, Param};
use burn::tensor::{Tensor, activation};

use crate::model::initial::Initial;
use crate::task::TaskKind;
use crate::task::layout::Group;

/// Smallest gap between neighbours: below it the difference of two logits has no digits left in f32.
const LEAST: f64 = 1e-3;

/// How far a threshold moves for a step of its parameter. Under Adam a number by itself goes one learning rate a step, but a score is
/// the sum of many that do; thresholds that lag behind it hold every class's probability back.
/// Plain descent feels the square: a much larger pace makes it swing at learning rates that suit all else.
const PACE: f64 = 4.0;

/// The thresholds of a group of tasks.
#[derive(Module, Debug)]
pub struct Thresholds {
    /// `[tasks, 1]`
    lowest: Param<Tensor<2>>,
    /// From each threshold to the next, before they are made positive: `[tasks, thresholds - 1]`
    gaps: Param<Tensor<2>>,
}

impl Thresholds {
    /// The thresholds of a group; `None` where its classes are in no order, or it has none.
    ///
    /// - `logits`: of being at or below each class but the last where the score is 0, of all tasks in task order; without them all
    ///   classes start equally likely
    pub fn of(group: &Group, logits: Option<&[&[f64]]>, initial: &Initial<'_>) -> Option<Self> {
        match group.kind {
            TaskKind::Regression
            | TaskKind::Count
            | TaskKind::Binary
            | TaskKind::Multiclass
            | TaskKind::Multilabel => return None,
            TaskKind::Ordinal => {}
        }
        let equal: Vec<f64> = (1..=group.outputs)
            .map(|below| (below as f64 / (group.outputs + 1 - below) as f64).ln())
            .collect();
        let (mut lowest, mut gaps) = (Vec::new(), Vec::new());
        for &task in &group.tasks {
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
        Some(Self {
            lowest: initial.values(lowest, [tasks, 1]),
            gaps: initial.values(gaps, [tasks, group.outputs - 1]),
        })
    }

    /// - `scores`: `[rows, tasks]`
    /// - returns: logits of being at or below each class but the last, ascending within a task, `[rows, tasks * thresholds]`
    pub fn forward(&self, scores: Tensor<2>) -> Tensor<2> {
        let [rows, tasks] = scores.dims();
        let lowest = self.lowest.val() * PACE;
        let gaps = activation::softplus(self.gaps.val(), 1.0) * PACE + LEAST;
        let steps = Tensor::cat(vec![lowest, gaps], 1);
        let [_, count] = steps.dims();
        let thresholds = steps.cumsum(1).reshape([1, tasks, count]);
        (thresholds - scores.reshape([rows, tasks, 1])).reshape([rows, tasks * count])
    }
}
