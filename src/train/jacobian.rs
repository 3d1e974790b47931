//! The gradients of all tasks by the shared parameters, side by side.

use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

use crate::model::Model;

/// One row a task: `[tasks, parameters]`, the shared parameters one after the other in the model's order.
pub struct Jacobian {
    rows: Tensor<2>,
    shared: Vec<ParamId>,
}

impl Jacobian {
    /// Flattens one set of gradients a task; `None` if no parameter has one.
    pub fn new(model: &Model, tasks: &[GradientsParams]) -> Option<Self> {
        let mut flatten = Flatten { tasks, columns: Vec::new(), shared: Vec::new() };
        model.visit(&mut flatten);
        let Flatten { columns, shared, .. } = flatten;
        (!columns.is_empty()).then(|| Self { rows: Tensor::cat(columns, 1), shared })
    }

    /// Dot products of the tasks' gradients: `[tasks, tasks]`.
    pub fn gramian(&self) -> Tensor<2> {
        self.rows.clone().matmul(self.rows.clone().transpose())
    }

    /// The weighted sum of its rows as gradients of the model's shared parameters.
    ///
    /// - `weights`: `[tasks]`
    pub fn weighted(&self, model: &Model, weights: &Tensor<1>) -> GradientsParams {
        let sum = weights.clone().unsqueeze::<2>().matmul(self.rows.clone());
        let mut unflatten =
            Unflatten { shared: &self.shared, sum, place: 0, gradients: GradientsParams::new() };
        model.visit(&mut unflatten);
        unflatten.gradients
    }
}

struct Flatten<'a> {
    tasks: &'a [GradientsParams],
    columns: Vec<Tensor<2>>,
    shared: Vec<ParamId>,
}

impl ModuleVisitor for Flatten<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let own = self.tasks.iter().map(|gradients| gradients.get::<D>(param.id));
        let own: Vec<Option<Tensor<D>>> = own.collect();
        if own.iter().all(Option::is_none) {
            return;
        }
        let value = param.val().inner();
        let rows = own.into_iter().map(|gradient| {
            let gradient = gradient.unwrap_or_else(|| value.zeros_like());
            gradient.reshape([1, -1])
        });
        self.columns.push(Tensor::cat(rows.collect(), 0));
        self.shared.push(param.id);
    }
}

struct Unflatten<'a> {
    shared: &'a [ParamId],
    sum: Tensor<2>,
    place: usize,
    gradients: GradientsParams,
}

impl ModuleVisitor for Unflatten<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if !self.shared.contains(&param.id) {
            return;
        }
        let shape = param.val().dims();
        let count = shape.iter().product();
        let gradient = self.sum.clone().narrow(1, self.place, count).reshape(shape);
        self.place += count;
        self.gradients.register(param.id, gradient);
    }
}
