//! How the tasks act on each other, measured during training: what a step on one task alone does to the losses of the others.

use burn::module::{Module as _, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::gain::{Affinity, Similarity};
use crate::model::{Model, Private};

/// Most moments of the history that a report holds, and most numbers of pairs in all of them.
const MOST_MOMENTS: usize = 40;
const MOST_PAIRS: usize = 4_000;

/// Measurements of a run so far, tasks in the order of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookAhead {
    /// Steps from one measurement to the next; 0 for none.
    every: usize,
    /// Epochs in one moment of the history.
    epochs: usize,
    /// Measurements taken.
    pub measured: usize,
    /// What a step on one task does to the losses of the others.
    pub affinity: Affinity,
    /// How alike the gradients are that the tasks' own losses, as they are reported, have by the parameters that tasks share.
    pub similarity: Similarity,
}

impl LookAhead {
    /// Nothing measured. One task has no others.
    ///
    /// - `every`: steps from one measurement to the next; 0 for none
    /// - `epochs`: of the run, at most
    pub fn new(tasks: usize, every: usize, epochs: usize) -> Self {
        let pairs = tasks * tasks.saturating_sub(1) / 2;
        let moments = (MOST_PAIRS / pairs.max(1)).clamp(1, MOST_MOMENTS);
        Self {
            every: if tasks > 1 { every } else { 0 },
            epochs: epochs.div_ceil(moments).max(1),
            measured: 0,
            affinity: Affinity::new(tasks),
            similarity: Similarity::new(tasks),
        }
    }

    /// Whether a measurement is taken before a step, from 0.
    pub fn is_due(&self, step: usize) -> bool {
        self.every > 0 && step.is_multiple_of(self.every)
    }

    /// Steps from one measurement to the next.
    pub fn every(&self) -> usize {
        self.every
    }

    /// Notes that an epoch, from 1, has ended after so many steps.
    pub fn end_epoch(&mut self, epoch: usize, step: usize) {
        if epoch.is_multiple_of(self.epochs) {
            self.similarity.close(step);
        }
    }

    /// Whether it is of a run of the same tasks and configuration as a fresh one.
    pub fn fits(&self, fresh: &Self) -> bool {
        let kind = |own: &Self| (own.every, own.epochs, own.affinity.is_sound(), own.similarity.task_count());
        kind(self) == kind(fresh) && self.affinity.task_count() == fresh.affinity.task_count()
    }
}

/// The model after a plain step of gradient descent on what several tasks share, `θ - η ∇L_i`; `None` where nothing shared has a
/// gradient. What serves one task alone stays as it is.
///
/// - `model`: without autodiff
/// - `gradients`: of one task, by the parameters below the heads
/// - `rate`: the learning rate `η`
pub fn stepped(model: Model, gradients: GradientsParams, private: &Private, rate: f64) -> Option<Model> {
    let mut step = Step { gradients, private, rate, has_moved: false };
    let model = model.map(&mut step);
    step.has_moved.then_some(model)
}

struct Step<'a> {
    gradients: GradientsParams,
    private: &'a Private,
    rate: f64,
    has_moved: bool,
}

impl ModuleMapper for Step<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(gradient) = self.gradients.remove::<D>(param.id) else { return param };
        let count = self.private.count(param.id);
        let parts = gradient.dims().first().copied().unwrap_or(0);
        if count >= parts {
            return param;
        }
        self.has_moved = true;
        let rate = self.rate;
        param.map(|value| {
            if count == 0 {
                return value - gradient * rate;
            }
            let own = value.clone().narrow(0, 0, count);
            let [value, gradient] = [value, gradient].map(|all| all.narrow(0, count, parts - count));
            Tensor::cat(vec![own, value - gradient * rate], 0)
        })
    }
}
