//! One trunk whose weights each task updates by matrices of low rank.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::{ArchitectureConfig, layer_sizes};
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_own;
use crate::model::representation::Representation;
use crate::model::trunk::mlp::Mlp;
use crate::model::trunk::represent::Represent;
use crate::report::SharingMatrix;

/// A low-rank update a task and layer: `W_t = W + B_t A_t` of rank `r`, `B_t = 0` at the start, which is hard sharing.
///
/// Hu et al. 2022, <https://arxiv.org/abs/2106.09685>, with the scale `α / r = 1`; there `W` is frozen, here it is what tasks share.
#[derive(Module, Debug)]
pub struct Lora {
    trunk: Mlp,
    updates: Vec<Update>,
}

/// One layer's updates, in the model's order.
#[derive(Module, Debug)]
struct Update {
    /// `A_t`: `[tasks, inputs, rank]`
    down: Param<Tensor<3>>,
    /// `B_t`: `[tasks, rank, outputs]`
    up: Param<Tensor<3>>,
}

impl Lora {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let trunk = Mlp::new(inputs, &config.trunk, config.activation, initial);
        let mut aside = initial.aside();
        let rank = config.rank;
        let updates = layer_sizes(inputs, &config.trunk).map(|(from, to)| Update {
            down: aside.products(tasks, from, rank),
            up: aside.values(vec![0.0; tasks * rank * to], [tasks, rank, to]),
        });
        Self { updates: updates.collect(), trunk }
    }
}

impl Represent for Lora {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        self.trunk.forward_with_updates(features, dropout, |layer, features| {
            let update = &self.updates[layer];
            features.matmul(update.down.val()).matmul(update.up.val())
        })
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.updates);
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let products = self.updates.iter().map(|update| {
            let product = update.down.val().matmul(update.up.val());
            let [tasks, inputs, outputs] = product.dims();
            product.reshape([tasks, inputs * outputs])
        });
        let own = read_own(products).await?;
        Ok(own.iter().map(|rows| SharingMatrix::similarity(rows)).collect())
    }
}
