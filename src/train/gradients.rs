//! From losses and weights to gradients of the parameters.
//!
//! A graph serves one backward. Methods on the losses weigh the sum of all losses, so that heads feel the weights as well, as in
//! their papers; methods on the Gramian weigh only what the tasks share, and each head follows its own loss, as in theirs. So does
//! what serves one task below its head, such as experts of its own or its gate: see [`Private`].

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Gradients, Tensor};

use super::jacobian::Jacobian;
use crate::model::{Dropout, GroupLoss, Model, Private, Representation, Rows};

/// Gradients of the weighted sum of all losses.
///
/// - `outputs`: of each group, `[rows, tasks * outputs]`, with their graph
/// - `weights`: `[tasks]`
pub fn weighted(outputs: Vec<Tensor<2>>, losses: Vec<GroupLoss>, weights: &Tensor<1>) -> Option<Gradients> {
    let mut first = 0;
    let surrogates = outputs.into_iter().zip(losses).map(|(output, group)| {
        let [_, tasks, _] = group.gradients.dims();
        let surrogate = group.surrogate(output, weights, first);
        first += tasks;
        surrogate
    });
    Some(surrogates.reduce(|total, own| total + own)?.backward())
}

/// The losses' gradients multiplied by a number for each task, `[tasks]`; what is reported stays as it is.
pub fn scaled(losses: Vec<GroupLoss>, scales: &Tensor<1>) -> Vec<GroupLoss> {
    let mut first = 0;
    let scaled = losses.into_iter().map(|group| {
        let [_, tasks, _] = group.gradients.dims();
        let own = scales.clone().narrow(0, first, tasks).reshape([1, tasks, 1]);
        first += tasks;
        GroupLoss { gradients: group.gradients * own, ..group }
    });
    scaled.collect()
}

/// Adds the gradients of a penalty `[1]` on the parameters to the sets in which those parameters are.
///
/// A backward of its own, because a penalty may be on the heads' parameters or on shared ones.
pub fn add_penalty(sets: &mut [GradientsParams], penalty: &Tensor<1>, model: &Model) {
    let from = GradientsParams::from_grads(penalty.backward(), model);
    model.visit(&mut Add { from, to: sets });
}

struct Add<'a> {
    from: GradientsParams,
    to: &'a mut [GradientsParams],
}

impl ModuleVisitor for Add<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(penalty) = self.from.remove::<D>(param.id) else { return };
        for set in self.to.iter_mut() {
            if let Some(gradient) = set.remove::<D>(param.id) {
                set.register(param.id, gradient + penalty);
                return;
            }
        }
        if let Some(set) = self.to.last_mut() {
            set.register(param.id, penalty);
        }
    }
}

/// The gradients of all tasks on one batch, before they are weighed.
pub struct TaskGradients {
    representation: Representation,
    /// Derivative of each task's loss by its features: `[tasks, rows, width]`.
    feature_gradients: Tensor<3>,
    heads: GradientsParams,
    by_parameters: Option<Jacobian>,
}

impl TaskGradients {
    /// Goes back through the heads, all tasks at once, and stops at the representation.
    ///
    /// - `leaves`: the representation's, on which `outputs` were computed
    /// - `outputs`, `losses`: of each group
    pub fn new(
        model: &Model,
        representation: Representation,
        leaves: &Tensor<3>,
        outputs: Vec<Tensor<2>>,
        losses: Vec<GroupLoss>,
    ) -> Option<Self> {
        let [tasks, ..] = leaves.dims();
        let ones = Tensor::ones([tasks], &leaves.device().without_autodiff());
        let mut gradients = weighted(outputs, losses, &ones)?;
        let feature_gradients = leaves.grad_remove(&mut gradients)?;
        let heads = GradientsParams::from_grads(gradients, model);
        Some(Self { representation, feature_gradients, heads, by_parameters: None })
    }

    /// Dot products of the losses' gradients by the representation, over all its numbers: `[tasks, tasks]`.
    ///
    /// The Gramian of "MGDA-UB" (Sener & Koltun 2018), which costs no pass through the trunk.
    pub fn gramian_at_representation(&self) -> Tensor<2> {
        let [tasks, rows, width] = self.feature_gradients.dims();
        let flat = self.feature_gradients.clone().reshape([tasks, rows * width]);
        flat.clone().matmul(flat.transpose())
    }

    /// Dot products of the losses' gradients by the shared parameters: `[tasks, tasks]`, zeros if none is shared.
    ///
    /// Goes through the trunk once per task.
    ///
    /// - `features`: the batch
    /// - `dropout`: as it was before the representation was computed
    pub fn gramian_at_parameters(&mut self, model: &Model, features: &Rows, dropout: &Dropout) -> Tensor<2> {
        let [tasks, ..] = self.feature_gradients.dims();
        let jacobian = Jacobian::new(model, &self.of_tasks(model, features, dropout), &model.private());
        let zeros = || Tensor::zeros([tasks, tasks], &self.feature_gradients.device());
        let gramian = jacobian.gramian().unwrap_or_else(zeros);
        self.by_parameters = Some(jacobian);
        gramian
    }

    /// Each task's own gradients by the parameters below the heads, one set a task.
    ///
    /// - `features`, `dropout`: as for [`Self::gramian_at_parameters`]
    pub fn of_tasks(&self, model: &Model, features: &Rows, dropout: &Dropout) -> Vec<GradientsParams> {
        let [tasks, ..] = self.feature_gradients.dims();
        let of_task = |task| {
            let representation = model.represent(features.clone(), &mut dropout.clone());
            back(model, representation.of_task(task), self.feature_gradients.clone().narrow(0, task, 1))
        };
        (0..tasks).map(of_task).collect()
    }

    /// The heads' own gradients; and those of the parameters below: each task's own by what serves it alone, the weighted sum by
    /// what is shared.
    ///
    /// Where something below the heads serves one task alone and [`Self::gramian_at_parameters`] was not asked, it goes through the
    /// trunk twice.
    ///
    /// - `weights`: `[tasks]`
    /// - `features`, `dropout`: as for [`Self::gramian_at_parameters`]
    pub fn weighted(
        self,
        model: &Model,
        weights: &Tensor<1>,
        features: &Rows,
        dropout: &Dropout,
    ) -> [GradientsParams; 2] {
        if let Some(jacobian) = &self.by_parameters {
            return [self.heads, jacobian.weighted(model, weights)];
        }
        let private = model.private();
        let own = (!private.is_empty()).then(|| {
            let representation = model.represent(features.clone(), &mut dropout.clone());
            back(model, representation, self.feature_gradients.clone())
        });
        let [tasks] = weights.dims();
        let feature_gradients = self.feature_gradients * weights.clone().reshape([tasks, 1, 1]);
        let mut below = back(model, self.representation, feature_gradients);
        if let Some(own) = own {
            model.visit(&mut Replace { private: &private, own, below: &mut below });
        }
        [self.heads, below]
    }
}

/// Puts the tasks' own gradients into a set for what serves one task alone.
struct Replace<'a> {
    private: &'a Private,
    own: GradientsParams,
    below: &'a mut GradientsParams,
}

impl ModuleVisitor for Replace<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let count = self.private.count(param.id);
        if count == 0 {
            return;
        }
        let pair = (self.own.remove::<D>(param.id), self.below.remove::<D>(param.id));
        let (Some(own), Some(weighted)) = pair else { return };
        let shared = own.dims()[0] - count;
        let gradient = if shared == 0 {
            own
        } else {
            Tensor::cat(vec![own.narrow(0, 0, count), weighted.narrow(0, count, shared)], 0)
        };
        self.below.register(param.id, gradient);
    }
}

/// From feature_gradients `[tasks, rows, width]` at the representation to the parameters below, if there are any.
fn back(model: &Model, representation: Representation, feature_gradients: Tensor<3>) -> GradientsParams {
    match representation.surrogate(feature_gradients) {
        Some(surrogate) => GradientsParams::from_grads(surrogate.backward(), model),
        None => GradientsParams::new(),
    }
}
