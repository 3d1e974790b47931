//! The gradients of all tasks by the parameters below the heads, side by side.

use burn::module::{Module, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

use crate::model::{Model, Private};

/// One row per task, the parameters one after the other in the model's order: the shared ones and, apart from them, those that
/// serve one task alone.
pub struct Jacobian {
    /// `[tasks, numbers]`
    shared: Option<Tensor<2>>,
    /// `[tasks, numbers]`
    private: Option<Tensor<2>>,
    /// How many numbers of each parameter, from the first on, are private.
    parameters: Vec<(ParamId, usize)>,
}

impl Jacobian {
    /// Flattens one set of gradients per task.
    pub fn new(model: &Model, tasks: &[GradientsParams], private: &Private) -> Self {
        let mut flatten = Flatten {
            tasks,
            private,
            shared_columns: Vec::new(),
            private_columns: Vec::new(),
            parameters: Vec::new(),
        };
        model.visit(&mut flatten);
        let join = |columns: Vec<Tensor<2>>| (!columns.is_empty()).then(|| Tensor::cat(columns, 1));
        Self {
            shared: join(flatten.shared_columns),
            private: join(flatten.private_columns),
            parameters: flatten.parameters,
        }
    }

    /// Dot products of the tasks' gradients by what they share: `[tasks, tasks]`; `None` if nothing is shared.
    pub fn gramian(&self) -> Option<Tensor<2>> {
        let shared = self.shared.clone()?;
        Some(shared.clone().matmul(shared.transpose()))
    }

    /// The weighted sum of its rows by the shared parameters, their plain sum by the others, as gradients of the model.
    ///
    /// - `weights`: `[tasks]`
    pub fn weighted(&self, model: &Model, weights: &Tensor<1>) -> GradientsParams {
        let mut unflatten = Unflatten {
            parameters: &self.parameters,
            shared: self.shared.clone().map(|rows| weights.clone().unsqueeze::<2>().matmul(rows)),
            // Each number has one task's gradient, and zeros from the others.
            private: self.private.clone().map(|rows| rows.sum_dim(0)),
            starts: [0, 0],
            gradients: GradientsParams::new(),
        };
        model.visit(&mut unflatten);
        unflatten.gradients
    }
}

struct Flatten<'a> {
    tasks: &'a [GradientsParams],
    private: &'a Private,
    shared_columns: Vec<Tensor<2>>,
    private_columns: Vec<Tensor<2>>,
    parameters: Vec<(ParamId, usize)>,
}

impl ModuleVisitor for Flatten<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let own = self.tasks.iter().map(|gradients| gradients.get::<D>(param.id));
        let own: Vec<Option<Tensor<D>>> = own.collect();
        if own.iter().all(Option::is_none) {
            return;
        }
        let value = param.val().inner();
        let shape = value.dims();
        let numbers: usize = shape.iter().product();
        let private = self.private.count(param.id) * (numbers / shape[0].max(1));
        let rows = own.into_iter().map(|gradient| {
            let gradient = gradient.unwrap_or_else(|| value.zeros_like());
            gradient.reshape([1, numbers])
        });
        let rows = Tensor::cat(rows.collect(), 0);
        if private > 0 {
            self.private_columns.push(rows.clone().narrow(1, 0, private));
        }
        if private < numbers {
            self.shared_columns.push(rows.narrow(1, private, numbers - private));
        }
        self.parameters.push((param.id, private));
    }
}

struct Unflatten<'a> {
    parameters: &'a [(ParamId, usize)],
    /// `[1, numbers]`
    shared: Option<Tensor<2>>,
    /// `[1, numbers]`
    private: Option<Tensor<2>>,
    /// Where the next parameter's private and shared numbers start.
    starts: [usize; 2],
    gradients: GradientsParams,
}

impl ModuleVisitor for Unflatten<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(&(_, private)) = self.parameters.iter().find(|(id, _)| *id == param.id) else { return };
        let shape = param.val().dims();
        let counts = [private, shape.iter().product::<usize>() - private];
        let sums = [&self.private, &self.shared];
        let parts = (0..2).filter(|&part| counts[part] > 0);
        let parts = parts.filter_map(|part| {
            let sums = sums[part].clone()?;
            Some(sums.narrow(1, self.starts[part], counts[part]))
        });
        let parts: Vec<Tensor<2>> = parts.collect();
        self.starts = [self.starts[0] + counts[0], self.starts[1] + counts[1]];
        self.gradients.register(param.id, Tensor::cat(parts, 1).reshape(shape));
    }
}
