//! The heads of all tasks: hidden layers of their own, if any, and a linear output; equal ones are computed as one.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::kernel;
use crate::model::dense::Dense;
use crate::model::dropout::Dropout;
use crate::model::initial::Initial;
use crate::model::representation::Representation;
use crate::model::stack::Stack;
use crate::task::layout::Layout;

/// One head a task.
#[derive(Module, Debug)]
pub struct Heads {
    /// The heads' first layers, which read the shared features: one for every group, or one for all if heads are deep.
    first: Vec<FirstLayer>,
    /// Hidden layers after the first.
    hidden: Vec<Stack>,
    /// The outputs of deep heads, one for every group.
    outputs: Vec<Stack>,
    #[module(skip)]
    activation: Activation,
}

/// A layer a task on shared features, side by side in one product.
#[derive(Module, Debug)]
struct FirstLayer {
    linear: Dense,
    tasks: usize,
}

impl Heads {
    /// Heads on `inputs` shared features.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        layout: &Layout,
        initial: &mut Initial<'_>,
    ) -> Self {
        let mut first =
            |tasks, outputs| FirstLayer { linear: initial.linear(inputs, tasks * outputs), tasks };
        let Some((&width, rest)) = config.head.split_first() else {
            let groups = layout.groups.iter();
            return Self {
                first: groups.map(|group| first(group.tasks.len(), group.scores)).collect(),
                hidden: Vec::new(),
                outputs: Vec::new(),
                activation: config.activation,
            };
        };
        let first = vec![first(layout.task_count(), width)];
        let mut own = |tasks, from, to| Stack::new(tasks, from, to, initial);
        let hidden = layer_sizes(width, rest).map(|(from, to)| own(layout.task_count(), from, to)).collect();
        let last = rest.last().copied().unwrap_or(width);
        let outputs = layout.groups.iter().map(|group| own(group.tasks.len(), last, group.scores)).collect();
        Self { first, hidden, outputs, activation: config.activation }
    }

    /// Sets the biases of the last layers, and leaves all else as it is.
    ///
    /// - `biases`: of each group, one number a score, task after task
    pub fn start_from(&mut self, biases: Vec<Vec<f32>>, initial: &Initial<'_>) {
        if self.outputs.is_empty() {
            for (layer, biases) in self.first.iter_mut().zip(biases) {
                let count = biases.len();
                layer.linear.bias = initial.values(biases, [count]);
            }
        } else {
            for (layer, biases) in self.outputs.iter_mut().zip(biases) {
                layer.start_from(biases, initial);
            }
        }
    }

    /// The weights of those first layers that have equal shapes for all of their tasks: all of deep heads, else those of one output.
    ///
    /// - returns: the tasks' indices and one row a task, `[tasks, numbers]`; `None` for fewer than two tasks
    pub fn equal_columns(&self) -> Option<(Vec<usize>, Tensor<2>)> {
        let mut place = 0;
        let mut places = Vec::new();
        let mut rows = Vec::new();
        for layer in &self.first {
            let weight = layer.linear.weight.val();
            let [inputs, width] = weight.dims();
            if width == layer.tasks || !self.outputs.is_empty() {
                places.extend(place..place + layer.tasks);
                let outputs = width / layer.tasks;
                let apart = weight.reshape([inputs, layer.tasks, outputs]).swap_dims(0, 1);
                rows.push(apart.reshape([layer.tasks, inputs * outputs]));
            }
            place += layer.tasks;
        }
        (places.len() > 1).then(|| (places, Tensor::cat(rows, 0)))
    }

    /// - `features`: of width `inputs`
    /// - `table`: scales the features for each task, `[tasks, inputs]`, in the model's order
    /// - returns: one `[rows, tasks * scores]` per group
    pub fn forward(
        &self,
        features: &Representation,
        table: Option<Tensor<2>>,
        dropout: &mut Dropout,
    ) -> Vec<Tensor<2>> {
        let mut place = 0;
        let first = self.first.iter().map(|layer| {
            let rows = table.clone().map(|table| table.narrow(0, place, layer.tasks));
            let sums = match features {
                Representation::Shared(features) => layer.forward(features.clone(), rows),
                Representation::PerTask(own) => {
                    layer.forward_own(own.clone().narrow(0, place, layer.tasks), rows)
                }
            };
            place += layer.tasks;
            sums
        });
        let mut first: Vec<Tensor<2>> = first.collect();
        if self.outputs.is_empty() {
            return first;
        }
        let Some(sums) = first.pop() else { return Vec::new() };
        let hidden = dropout.apply(self.activation.apply(sums));
        let [rows, width] = hidden.dims();
        let tasks: usize = self.first.iter().map(|layer| layer.tasks).sum();
        let own = hidden.reshape([rows, tasks, width / tasks]).swap_dims(0, 1);
        let own = self
            .hidden
            .iter()
            .fold(own, |own, layer| dropout.apply(layer.forward_then(own, self.activation)));
        let mut place = 0;
        let outputs = self.outputs.iter().map(|layer| {
            let tasks = layer.count();
            let answers = layer.forward(own.clone().narrow(0, place, tasks)).swap_dims(0, 1);
            place += tasks;
            let [rows, tasks, outputs] = answers.dims();
            answers.reshape([rows, tasks * outputs])
        });
        outputs.collect()
    }
}

impl FirstLayer {
    /// `W_t (P_t ⊙ h) + b_t`, with the scaling moved into the weights, which are smaller than a batch.
    fn forward(&self, features: Tensor<2>, table: Option<Tensor<2>>) -> Tensor<2> {
        let Some(table) = table else {
            return self.linear.forward(features);
        };
        let weight = self.linear.weight.val();
        let [inputs, width] = weight.dims();
        let scales = table.transpose().reshape([inputs, self.tasks, 1]);
        let weight =
            (weight.reshape([inputs, self.tasks, width / self.tasks]) * scales).reshape([inputs, width]);
        kernel::layer(features, weight, self.linear.bias.val(), false)
    }

    /// - `features`: `[tasks, rows, inputs]`
    /// - returns: `[rows, tasks * outputs]`
    fn forward_own(&self, features: Tensor<3>, table: Option<Tensor<2>>) -> Tensor<2> {
        let weight = self.linear.weight.val();
        let [inputs, width] = weight.dims();
        let weight = weight.reshape([inputs, self.tasks, width / self.tasks]).swap_dims(0, 1);
        let features = match table {
            Some(table) => features * table.reshape([self.tasks, 1, inputs]),
            None => features,
        };
        let [_, rows, _] = features.dims();
        let bias = self.linear.bias.val().reshape([self.tasks, 1, width / self.tasks]);
        kernel::layer(features, weight, bias, false).swap_dims(0, 1).reshape([rows, width])
    }
}
