//! A trainer's look ahead: measured before a step on its batch, and undone.

use burn::module::Module as _;
use burn::tensor::Tensor;

use super::super::epoch::BatchTargets;
use super::super::error::{TrainingError, numbers};
use super::super::gradients::TaskGradients;
use super::super::jacobian::Jacobian;
use super::super::look_ahead::{LookAhead, stepped};
use super::{Trainer, joined};
use crate::model::{Model, Representation, Rows};

impl Trainer {
    /// How the tasks act on each other, tasks in the order of the file; `None` where that is not measured.
    pub fn look_ahead(&self) -> Option<&LookAhead> {
        (self.look_ahead.every() > 0).then_some(&self.look_ahead)
    }

    /// Measures on one batch what a plain step on each task alone does to the losses of all, and how the tasks' gradients by what they
    /// share stand to each other. Steps are taken on copies, under the dropout masks that the step itself will draw.
    ///
    /// Goes through the trunk three times a task and is read from the device once.
    ///
    /// - `rate`: the learning rate of the step
    /// - `present`: whether each task has a labelled row in the batch
    pub(super) async fn measure(
        &mut self,
        rate: f64,
        features: &Rows,
        targets: &[BatchTargets],
        present: &[bool],
    ) -> Result<(), TrainingError> {
        let tasks = present.len();
        let is_there = |task: usize| present[task] && !self.left_out.contains(&task);
        let there: Vec<bool> = (0..tasks).map(is_there).collect();
        let mut dropout = self.dropout.clone();
        let representation = self.model.represent(features.clone(), &mut dropout);
        let leaves = representation.leaves(tasks);
        let outputs = self.model.answer(&Representation::PerTask(leaves.clone()), &mut dropout);
        let losses = self.losses(&outputs, targets.to_vec());
        let mut read = vec![joined(losses.iter().map(|group| group.parts.clone()).collect())];
        let Some(gradients) = TaskGradients::new(&self.model, representation, &leaves, outputs, losses)
        else {
            return Ok(());
        };
        let own = gradients.of_tasks(&self.model, features, &self.dropout);
        let private = self.model.private();
        let Some(gramian) = Jacobian::new(&self.model, &own, &private).gramian() else { return Ok(()) };
        let plain = self.model.valid();
        let mut from = Vec::new();
        for (task, gradients) in own.into_iter().enumerate().filter(|(task, _)| there[*task]) {
            if let Some(moved) = stepped(plain.clone(), gradients, &private, rate) {
                from.push(task);
                read.push(self.parts(&moved, features, targets));
            }
        }
        let width = read[0].dims()[1];
        read.push(gramian.reshape([1, tasks * tasks]));
        let read = numbers(Tensor::cat(read, 1).into_data_async().await?)?;
        let (losses, gramian) = read.split_at(read.len() - tasks * tasks);
        let order = &self.dataset.order;
        let in_file = |parts: &[f32]| {
            let losses = self.layout.sums(parts).into_iter().zip(&there);
            order.to_file(losses.map(|(loss, is_there)| is_there.then_some(loss)))
        };
        let mut losses = losses.chunks(width).map(in_file);
        let before = losses.next().unwrap_or_default();
        for (task, after) in from.into_iter().zip(losses) {
            self.look_ahead.affinity.add(order.in_file(task), &before, &after);
        }
        let rows = gramian.chunks(tasks).map(|row| order.to_file(row.iter().map(|&dot| f64::from(dot))));
        self.look_ahead.similarity.add(&order.to_file(rows).concat(), &order.to_file(there));
        self.look_ahead.measured += 1;
        Ok(())
    }

    /// The losses of a model on a batch in parts, under the masks of the step: `[1, outputs]`.
    fn parts(&self, model: &Model, features: &Rows, targets: &[BatchTargets]) -> Tensor<2> {
        let outputs = model.outputs(features.clone(), &mut self.dropout.clone());
        joined(self.losses(&outputs, targets.to_vec()).into_iter().map(|group| group.parts).collect())
    }
}
