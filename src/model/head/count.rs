//! Half the Poisson deviance of a count, by the logarithm of its rate.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;
use crate::model::head::mean::log_mean_exp;

/// Largest logarithm of a rate, in units of the training mean, that is taken at its word: from there on the loss goes straight on
/// along its tangent, so that no power overflows and the gradient still leads back.
const LARGEST: f64 = 30.0;

/// The end of a head that answers with a count.
#[derive(Module, Debug)]
pub struct Count {}

impl Head for Count {
    fn mean(&self, outputs: Tensor<3>) -> Tensor<2> {
        log_mean_exp(outputs).squeeze_dim(0)
    }

    /// - `target`: count in units of the training mean
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let (losses, gradients) = losses(apart(output, &share), apart(target, &share));
        GroupLoss::of_rows(losses, gradients, share)
    }
}

/// `y (ln y - z) - (y - e^z)` and its derivative `e^z - y`: as the negative log likelihood up to what `z` doesn't change, but never
/// below 0. McCullagh & Nelder 1989, "Generalized Linear Models", table 2.1.
///
/// - `output`: logarithm `z` of the rate, `[rows, tasks, 1]`
/// - `target`: count `y` in the same units as the rate, of the same shape
fn losses(output: Tensor<3>, target: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
    let held = output.clone().clamp_max(LARGEST);
    let rate = held.clone().exp();
    // Of 0 the logarithm is taken of the smallest number instead, and counts 0 times.
    let log = target.clone().clamp_min(f32::MIN_POSITIVE).log();
    let tangent = rate.clone() * (output.clone() - held + 1.0);
    let losses = target.clone() * (log - output) - target.clone() + tangent;
    (losses, rate - target)
}
