//! The layers of one task: hidden layers of its own, if any, and a linear output.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::Tensor;

use super::mlp::Mlp;
use super::{Dropout, Initial};
use crate::config::ArchitectureConfig;

/// The last layers of one task.
#[derive(Module, Debug)]
pub struct Head {
    hidden: Mlp,
    output: Linear,
}

impl Head {
    /// One head per task, in task order, on `inputs` shared features.
    pub fn for_tasks(
        config: &ArchitectureConfig,
        inputs: usize,
        outputs: &[usize],
        initial: &mut Initial<'_>,
    ) -> Vec<Self> {
        let last = config.head.last().copied().unwrap_or(inputs);
        let mut head = |&outputs: &usize| Self {
            hidden: Mlp::new(inputs, &config.head, config.activation, initial),
            output: initial.linear(last, outputs),
        };
        outputs.iter().map(&mut head).collect()
    }

    /// - `features`: `[rows, inputs]`
    /// - returns: `[rows, outputs]`
    pub fn forward(&self, features: Tensor<2>, dropout: &mut Dropout) -> Tensor<2> {
        self.output.forward(self.hidden.forward(features, dropout))
    }
}
