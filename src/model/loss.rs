//! The loss of each task kind and its slope, over labelled rows only, for all tasks of a group at once.
//!
//! Slopes are written out by hand: autodiff would take three times as many kernels for the same numbers.

mod count;
mod labels;
mod ordinal;

use burn::tensor::{Tensor, activation};

use crate::kernel;
use crate::task::TaskKind;

/// Losses of a group of tasks on a batch, and how they change with the outputs. Neither carries a graph.
pub struct GroupLoss {
    /// What each output adds to its task's mean loss over the labelled rows: `[1, tasks * outputs]`.
    ///
    /// The sum over a task's outputs is left to whoever reads it: on a device it would be another kernel a step.
    pub parts: Tensor<2>,
    /// Derivative of each task's loss by its own outputs: `[rows, tasks, outputs]`.
    pub slopes: Tensor<3>,
}

impl GroupLoss {
    /// Squared error for a regression (on standardised labels), half the Poisson deviance for a count, binary cross-entropy on a
    /// logit, cross-entropy on logits, those of classes in order being cumulative (nats). Of a label set, the mean of the binary
    /// cross-entropies of all labels that the rows have, each counting the same, or as its row does: a row with two labels counts
    /// twice as much as one with one.
    ///
    /// - `output`: `[rows, tasks * outputs]`, without a graph
    /// - `target`: `[rows, tasks * outputs]`: value, count, class 0 or 1, one-hot class, sides of a class in order, or the side of
    ///   each label of a set; 0 where unlabelled
    /// - `share`: each row's share in its task's mean, or each of its labels', `[rows, tasks]`: 0 where unlabelled
    pub fn new(kind: TaskKind, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> Self {
        let [rows, tasks] = share.dims();
        let [_, width] = output.dims();
        let shape = [rows, tasks, width / tasks];
        let apart = |tensor: Tensor<2>| tensor.reshape(shape);
        let (losses, slopes) = match kind {
            TaskKind::Regression => {
                let error = apart(output - target);
                (error.clone() * error.clone(), error * 2.0)
            }
            TaskKind::Count => count::losses_and_slopes(apart(output), apart(target)),
            TaskKind::Multilabel => labels::losses_and_slopes(apart(output), apart(target)),
            TaskKind::Ordinal => ordinal::losses_and_slopes(apart(output), apart(target)),
            TaskKind::Binary => {
                // log(1 + e^z) - yz, written so that e^ never overflows.
                let (output, target) = (apart(output), apart(target));
                let positive = activation::relu(output.clone());
                let tail = (-output.clone().abs()).exp().log1p();
                let losses = positive - output.clone() * target.clone() + tail;
                (losses, activation::sigmoid(output) - target)
            }
            TaskKind::Multiclass => {
                let (slopes, parts) = kernel::cross_entropy(output, target, share);
                return Self { parts, slopes: slopes.reshape(shape) };
            }
        };
        let share = share.reshape([rows, tasks, 1]);
        // Both products stand before the sum, so that a device can take them in one kernel.
        let (losses, slopes) = (losses * share.clone(), slopes * share);
        Self { parts: losses.reshape([rows, width]).sum_dim(0), slopes }
    }

    /// Something to go back from, or to add to other groups' and then go back from, to the gradient of the weighted sum of the losses.
    ///
    /// - `output`: as given to [`Self::new`], with its graph
    /// - `weights`: of all groups' tasks
    /// - `place`: of the group's first task among them
    pub fn surrogate(self, output: Tensor<2>, weights: &Tensor<1>, place: usize) -> Tensor<1> {
        let [_, tasks, _] = self.slopes.dims();
        let own = weights.clone().narrow(0, place, tasks).reshape([1, tasks, 1]);
        let shape = output.dims();
        kernel::follow(output, (self.slopes * own).reshape(shape), weights.clone())
    }
}
