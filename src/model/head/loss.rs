//! The losses of a group of tasks on a batch, with their gradients by the outputs.

use burn::tensor::Tensor;

use crate::kernel;

/// Losses of a group of tasks on a batch, and how they change with the outputs. Neither carries a graph.
pub struct GroupLoss {
    /// What each output adds to its task's mean loss over the labelled rows: `[1, tasks * outputs]`.
    ///
    /// The sum over a task's outputs is left to whoever reads it: on a device it would be another kernel a step.
    pub parts: Tensor<2>,
    /// Derivative of each task's loss by its own outputs: `[rows, tasks, outputs]`.
    pub gradients: Tensor<3>,
}

impl GroupLoss {
    /// From what each output of each row would cost alone.
    ///
    /// - `losses`, `gradients`: of each row, `[rows, tasks, outputs]`
    /// - `share`: each row's share in its task's mean, or each of its labels', `[rows, tasks]`: 0 where unlabelled
    pub fn of_rows(losses: Tensor<3>, gradients: Tensor<3>, share: Tensor<2>) -> Self {
        let [rows, tasks, outputs] = losses.dims();
        let share = share.reshape([rows, tasks, 1]);
        // Both products stand before the sum, so that a device can take them in one kernel.
        let (losses, gradients) = (losses * share.clone(), gradients * share);
        Self { parts: losses.reshape([rows, tasks * outputs]).sum_dim(0), gradients }
    }

    /// Something to go back from, or to add to other groups' and then go back from, to the gradient of the weighted sum of the losses.
    ///
    /// - `output`: of the group, with its graph
    /// - `weights`: of all groups' tasks
    /// - `first`: index of the group's first task among them
    pub fn surrogate(self, output: Tensor<2>, weights: &Tensor<1>, first: usize) -> Tensor<1> {
        let [_, tasks, _] = self.gradients.dims();
        let own = weights.clone().narrow(0, first, tasks).reshape([1, tasks, 1]);
        let shape = output.dims();
        kernel::follow(output, (self.gradients * own).reshape(shape), weights.clone())
    }
}
