//! From losses and weights to gradients: one backward per graph.

use burn::tensor::{Gradients, Tensor};

use crate::model::loss::GroupLoss;

/// Gradients of the weighted sum of all losses. Heads feel the weights too, which Adam's scale-free step all but undoes.
///
/// - `outputs`: of each group, `[rows, tasks * outputs]`, with their graph
/// - `weights`: `[tasks]`, in the model's order
pub fn weighted(outputs: Vec<Tensor<2>>, losses: Vec<GroupLoss>, weights: &Tensor<1>) -> Option<Gradients> {
    let mut place = 0;
    let surrogates = outputs.into_iter().zip(losses).map(|(output, group)| {
        let [tasks] = group.losses.dims();
        let own = weights.clone().narrow(0, place, tasks);
        place += tasks;
        group.surrogate(output, own)
    });
    let mut surrogates: Vec<Tensor<2>> = surrogates.collect();
    match surrogates.pop() {
        // Backward starts from ones of any shape, so that a single group needs no sum.
        Some(only) if surrogates.is_empty() => Some(only.backward()),
        last => {
            let sums = surrogates.into_iter().chain(last).map(Tensor::sum);
            Some(sums.reduce(|total, sum| total + sum)?.backward())
        }
    }
}
