//! Softmax gates that mix experts, for all tasks at once.

use burn::module::{Module, Param};
use burn::tensor::{Tensor, activation};

use crate::model::initial::Initial;

/// A linear softmax gate a task, without bias: `g_t(x) = softmax(W_t x / τ)`.
#[derive(Module, Debug)]
pub struct Gate {
    /// `[tasks, inputs, choices]`
    weight: Param<Tensor<3>>,
    #[module(skip)]
    temperature: f64,
}

impl Gate {
    /// `tasks` gates over `choices` experts.
    pub fn new(
        tasks: usize,
        inputs: usize,
        choices: usize,
        temperature: f64,
        initial: &mut Initial<'_>,
    ) -> Self {
        Self { weight: initial.products(tasks, inputs, choices), temperature }
    }

    /// - `features`: `[tasks, rows, inputs]`, or `[1, rows, inputs]` for all
    /// - returns: `[tasks, rows, choices]`, which sum to 1 over the choices
    pub fn forward(&self, features: Tensor<3>) -> Tensor<3> {
        activation::softmax(features.matmul(self.weight.val()) / self.temperature, 2)
    }
}

/// `f_t = Σ_i g_ti f_i`, row by row, as one product.
///
/// - `gates`: `[tasks, rows, experts]`
/// - `experts`: `[experts, rows, width]`
/// - returns: `[tasks, rows, width]`
pub fn mix(gates: Tensor<3>, experts: Tensor<3>) -> Tensor<3> {
    gates.swap_dims(0, 1).matmul(experts.swap_dims(0, 1)).swap_dims(0, 1)
}

/// The same where each task mixes its own experts and then the shared ones.
///
/// - `gates`: `[tasks, rows, own + shared]`
/// - `own`: `[tasks * own, rows, width]`, task after task
/// - `shared`: `[shared, rows, width]`
/// - returns: `[tasks, rows, width]`
pub fn mix_own_and_shared(gates: Tensor<3>, own: Tensor<3>, shared: Tensor<3>) -> Tensor<3> {
    let ([_, _, choices], [count, _, _]) = (gates.dims(), shared.dims());
    let first = choices - count;
    mix_own(gates.clone().narrow(2, 0, first), own) + mix(gates.narrow(2, first, count), shared)
}

/// - `gates`: `[tasks, rows, experts]`
/// - `experts`: `[tasks * experts, rows, width]`, task after task
/// - returns: `[tasks, rows, width]`
fn mix_own(gates: Tensor<3>, experts: Tensor<3>) -> Tensor<3> {
    let [tasks, rows, count] = gates.dims();
    let [_, _, width] = experts.dims();
    let shares = gates.swap_dims(1, 2).reshape([tasks, count, rows, 1]);
    let shares = shares * experts.reshape([tasks, count, rows, width]);
    shares.sum_dim(1).reshape([tasks, rows, width])
}
