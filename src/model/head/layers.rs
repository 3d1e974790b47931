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
    #[module(skip)]
    members: usize,
}

/// A layer a task on shared features, side by side in one product; each member of an ensemble has its own, a task's one after the other.
#[derive(Module, Debug)]
struct FirstLayer {
    linear: Dense,
    tasks: usize,
    members: usize,
}

impl Heads {
    /// Heads on `inputs` shared features.
    pub fn new(
        config: &ArchitectureConfig,
        inputs: usize,
        layout: &Layout,
        initial: &mut Initial<'_>,
    ) -> Self {
        let members = config.member_count();
        let mut first = |tasks, outputs| FirstLayer {
            linear: initial.linear(inputs, tasks * members * outputs),
            tasks,
            members,
        };
        let Some((&width, rest)) = config.head.split_first() else {
            let groups = layout.groups.iter();
            return Self {
                first: groups.map(|group| first(group.tasks.len(), group.scores)).collect(),
                hidden: Vec::new(),
                outputs: Vec::new(),
                activation: config.activation,
                members,
            };
        };
        let first = vec![first(layout.task_count(), width)];
        let mut own = |tasks, from, to| Stack::new(tasks * members, from, to, initial);
        let hidden = layer_sizes(width, rest).map(|(from, to)| own(layout.task_count(), from, to)).collect();
        let last = rest.last().copied().unwrap_or(width);
        let outputs = layout.groups.iter().map(|group| own(group.tasks.len(), last, group.scores)).collect();
        Self { first, hidden, outputs, activation: config.activation, members }
    }

    /// Sets the biases of the last layers, and leaves all else as it is.
    ///
    /// - `biases`: of each group, one number a score, task after task; the same for every member of an ensemble
    pub fn start_from(&mut self, biases: Vec<Vec<f32>>, initial: &Initial<'_>) {
        let members = self.members;
        let all = |biases: &[f32], tasks: usize| -> Vec<f32> {
            let scores = (biases.len() / tasks.max(1)).max(1);
            biases.chunks(scores).flat_map(|own| own.repeat(members)).collect()
        };
        if self.outputs.is_empty() {
            for (layer, biases) in self.first.iter_mut().zip(biases) {
                let biases = all(&biases, layer.tasks);
                let count = biases.len();
                layer.linear.bias = initial.values(biases, [count]);
            }
        } else {
            for (layer, biases) in self.outputs.iter_mut().zip(biases) {
                let biases = all(&biases, layer.count() / members);
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

    /// - `features`: of width `inputs`; rows of an ensemble's members stand below each other
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
        let members = self.members;
        let own = own.reshape([tasks * members, rows / members, width / tasks]);
        let own = self
            .hidden
            .iter()
            .fold(own, |own, layer| dropout.apply(layer.forward_then(own, self.activation)));
        let mut place = 0;
        let outputs = self.outputs.iter().map(|layer| {
            let count = layer.count();
            let answers = layer.forward(own.clone().narrow(0, place, count));
            place += count;
            let [_, _, outputs] = answers.dims();
            let tasks = count / members;
            answers.reshape([tasks, rows, outputs]).swap_dims(0, 1).reshape([rows, tasks * outputs])
        });
        outputs.collect()
    }
}

impl FirstLayer {
    /// `W_t (P_t ⊙ h) + b_t`, with the scaling moved into the weights, which are smaller than a batch.
    fn forward(&self, features: Tensor<2>, table: Option<Tensor<2>>) -> Tensor<2> {
        let Some(table) = table else {
            return if self.members == 1 {
                self.linear.forward(features)
            } else {
                self.forward_members(features)
            };
        };
        let weight = self.linear.weight.val();
        let [inputs, width] = weight.dims();
        let scales = table.transpose().reshape([inputs, self.tasks, 1]);
        let weight =
            (weight.reshape([inputs, self.tasks, width / self.tasks]) * scales).reshape([inputs, width]);
        kernel::layer(features, weight, self.linear.bias.val(), false)
    }

    /// - `features`: of each member of an ensemble, `[members * rows, inputs]`
    /// - returns: `[members * rows, tasks * outputs]`
    fn forward_members(&self, features: Tensor<2>) -> Tensor<2> {
        let (tasks, members) = (self.tasks, self.members);
        let weight = self.linear.weight.val();
        let [inputs, width] = weight.dims();
        let outputs = width / (tasks * members);
        // What is a task's member by member becomes a member's task by task.
        let by_member = |columns: Tensor<2>| {
            let [rows, _] = columns.dims();
            let columns = columns.reshape([rows, tasks, members, outputs]).permute([2, 0, 1, 3]);
            columns.reshape([members, rows, tasks * outputs])
        };
        let [all, _] = features.dims();
        let bias = by_member(self.linear.bias.val().unsqueeze());
        let features = features.reshape([members, all / members, inputs]);
        kernel::layer(features, by_member(weight), bias, false).reshape([all, tasks * outputs])
    }

    /// - `features`: `[tasks, rows, inputs]`
    /// - returns: `[rows, tasks * outputs]`
    fn forward_own(&self, features: Tensor<3>, table: Option<Tensor<2>>) -> Tensor<2> {
        let weight = self.linear.weight.val();
        let [inputs, width] = weight.dims();
        let (count, [_, rows, _]) = (self.tasks * self.members, features.dims());
        let outputs = width / count;
        let weight = weight.reshape([inputs, count, outputs]).swap_dims(0, 1);
        let features = match table {
            Some(table) => features * table.reshape([self.tasks, 1, inputs]),
            None => features,
        };
        let features = features.reshape([count, rows / self.members, inputs]);
        let bias = self.linear.bias.val().reshape([count, 1, outputs]);
        let scores = kernel::layer(features, weight, bias, false).reshape([self.tasks, rows, outputs]);
        scores.swap_dims(0, 1).reshape([rows, self.tasks * outputs])
    }
}
