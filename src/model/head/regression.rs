//! The squared error of a number, on standardised labels.

use burn::module::Module;
use burn::tensor::Tensor;

use crate::model::head::kind::{Head, apart};
use crate::model::head::loss::GroupLoss;

/// The end of a head that answers with a number.
#[derive(Module, Debug)]
pub struct Regression {}

impl Head for Regression {
    /// - `target`: standardised value
    fn loss(&self, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
        let error = apart(output - target, &share);
        GroupLoss::of_rows(error.clone() * error.clone(), error * 2.0, share)
    }
}
