//! What the end of every head can do, by the kind of its tasks.

use burn::tensor::Tensor;

use crate::model::head::loss::GroupLoss;
use crate::model::initial::Initial;
use crate::task::layout::Group;

/// What turns the scores of a group of equal heads into outputs, and compares them with labels.
pub trait Head {
    /// - `scores`: `[rows, tasks * scores]`
    /// - `map`: that of a picture, `[1 or tasks, rows, positions, channels]`
    /// - returns: `[rows, tasks * outputs]`
    fn outputs(&self, scores: Tensor<2>, _map: Option<&Tensor<4>>) -> Tensor<2> {
        scores
    }

    /// The outputs that say what an ensemble answers: the mean of its members' values.
    ///
    /// - `outputs`: of each member, `[members, rows, tasks * outputs]`
    /// - returns: `[rows, tasks * outputs]`
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        outputs.mean_dim(0).squeeze_dim(0)
    }

    /// The same with what the last layers' biases can't say; see [`Self::biases`].
    ///
    /// - `outputs`: what each task's head is to put out whatever it reads, of all tasks of the model
    fn starting_from(self, _group: &Group, _outputs: &[&[f64]], _initial: &Initial<'_>) -> Self
    where
        Self: Sized,
    {
        self
    }

    /// The losses on a batch, over labelled rows only, and their gradients by the outputs. Gradients are written out by hand: autodiff
    /// would take three times as many kernels for the same numbers.
    ///
    /// - `output`: `[rows, tasks * outputs]`, without a graph
    /// - `target`: what the task's `Kind::write` wrote, of the same shape; 0 where unlabelled
    /// - `share`: each row's share in its task's mean, or each of its labels', `[rows, tasks]`: 0 where unlabelled
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss;

    /// The biases of the last layer with which a head answers alike whatever it reads.
    ///
    /// - `outputs`: what one task's head is to put out
    fn biases(&self, outputs: &[f64]) -> Vec<f32> {
        outputs.iter().map(|&output| output as f32).collect()
    }
}

/// Each task's outputs apart: `[rows, tasks * outputs]` as `[rows, tasks, outputs]`.
///
/// - `share`: `[rows, tasks]`
pub fn apart(tensor: Tensor<2>, share: &Tensor<2>) -> Tensor<3> {
    let [rows, tasks] = share.dims();
    let [_, width] = tensor.dims();
    tensor.reshape([rows, tasks, width / tasks])
}
