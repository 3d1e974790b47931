//! Label smoothing: a share of every label is spread evenly over all classes before the loss compares it.
//!
//! A cross-entropy is linear in its label: with `q' = (1 - ε) q + ε / K` for the label `q`, it is `L(q) + Σ_k (q_k - q'_k) z_k` for the
//! logits `z`, up to what they don't change in the sum, and `q - q' = ε (q - 1 / K)`. So one pull on the logits does it for every kind of
//! task that has one. Szegedy et al. 2016, <https://arxiv.org/abs/1512.00567>.

use burn::tensor::Tensor;

use crate::model::GroupLoss;
use crate::task::LabelCode;
use crate::task::layout::Group;

/// The losses of a group on smoothed labels, and their gradients.
///
/// - `outputs`: of the group, `[rows, tasks * outputs]`
/// - `values`, `shares`: what the outputs are compared with, of the same shape, and each row's share in its task's mean, `[rows, tasks]`
/// - `by`: the share `ε` that is spread
pub fn smoothed(
    loss: GroupLoss,
    outputs: &Tensor<2>,
    values: Tensor<2>,
    shares: Tensor<2>,
    group: &Group,
    by: f64,
) -> GroupLoss {
    let apart = match group.kind.card().label_code {
        LabelCode::Number | LabelCode::Order => return loss,
        LabelCode::OneHot => values - 1.0 / group.outputs as f64,
        LabelCode::YesNo => values - 0.5,
        LabelCode::Sides => values * 0.5,
    };
    let [rows, width] = outputs.dims();
    let tasks = group.tasks.len();
    let shares = shares.reshape([rows, tasks, 1]);
    let pull = (apart * by).reshape([rows, tasks, group.outputs]) * shares;
    let logits = outputs.clone().inner().reshape([rows, tasks, group.outputs]);
    let parts = (logits * pull.clone()).reshape([rows, width]).sum_dim(0);
    GroupLoss { parts: loss.parts + parts, gradients: loss.gradients + pull }
}
