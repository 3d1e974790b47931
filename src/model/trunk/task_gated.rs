//! One trunk of which each task sees its own, softly masked part.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor, activation};

use crate::architecture::ArchitectureConfig;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_own;
use crate::model::representation::Representation;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// Where mask logits start: open for all tasks, so that training begins close to hard sharing.
const OPEN: f32 = 2.0;

/// Spread of the logits' first values.
const DEVIATION: f32 = 0.01;

/// A task-gated trunk: `h_t ← h_t ⊙ σ(a_t / τ)` after every layer, `a ≈ 2` at the start.
///
/// Ours. Near it stand sparse sharing, which finds a mask of weights for each task by pruning (Sun et al. 2020,
/// <https://arxiv.org/abs/1911.05034>), and AdaShare, which selects whole layers (Sun et al. 2020, <https://arxiv.org/abs/1911.12423>).
#[derive(Module, Debug)]
pub struct TaskGated {
    trunk: Mlp,
    /// One a layer, `[tasks, width]`, in the model's order.
    logits: Vec<Param<Tensor<2>>>,
    #[module(skip)]
    temperature: f64,
}

impl TaskGated {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let trunk = Mlp::new(inputs, &config.trunk, config.activation, initial);
        let mut aside = initial.aside();
        let logits = config.trunk.iter().map(|&width| aside.near(OPEN, tasks, width, DEVIATION));
        Self { trunk, logits: logits.collect(), temperature: config.temperature }
    }

    fn mask(&self, logits: &Param<Tensor<2>>) -> Tensor<2> {
        activation::sigmoid(logits.val() / self.temperature)
    }
}

impl Represent for TaskGated {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        self.trunk.forward_per_task(features, |layer, hidden| {
            let mask = self.mask(&self.logits[layer]);
            let [tasks, width] = mask.dims();
            dropout.apply(hidden * mask.reshape([tasks, 1, width]))
        })
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.logits);
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let masks = read_own(self.logits.iter().map(|logits| self.mask(logits))).await?;
        Ok(masks.iter().map(|masks| SharingMatrix::overlap(masks)).collect())
    }
}
