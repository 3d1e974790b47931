//! One trunk a task; after every layer each task reads a learned mixture of all trunks.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor};

use crate::architecture::{Activation, ArchitectureConfig, layer_sizes};
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_rows;
use crate::model::representation::Representation;
use crate::model::stack::Stack;
use crate::model::trunk::represent::Represent;
use crate::report::{Measure, Part, SharingMatrix};

/// A task's share in its own features at the start; the others share the rest.
const OWN: f32 = 0.9;

/// Cross-stitch units: `[x̃_1 … x̃_T] = A [x_1 … x_T]` after every layer, `A` of shape `[tasks, tasks]`.
///
/// Misra et al. 2016, <https://arxiv.org/abs/1604.03539>.
#[derive(Module, Debug)]
pub struct CrossStitch {
    layers: Vec<Stack>,
    /// One a layer, rows and columns in the model's order.
    stitches: Vec<Param<Tensor<2>>>,
    #[module(skip)]
    activation: Activation,
}

impl CrossStitch {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let layers =
            layer_sizes(inputs, &config.trunk).map(|(from, to)| Stack::new(tasks, from, to, initial));
        let layers: Vec<Stack> = layers.collect();
        let stitches = layers.iter().map(|_| initial.values(first_stitch(tasks), [tasks, tasks]));
        Self { stitches: stitches.collect(), layers, activation: config.activation }
    }
}

impl Represent for CrossStitch {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        if self.layers.is_empty() {
            return Representation::Shared(features);
        }
        let layers = self.layers.iter().zip(&self.stitches);
        Representation::PerTask(layers.fold(features.unsqueeze(), |features, (layer, stitch)| {
            let own = dropout.apply(self.activation.apply(layer.forward(features)));
            let [tasks, rows, width] = own.dims();
            let mixed = stitch.val().matmul(own.reshape([tasks, rows * width]));
            mixed.reshape([tasks, rows, width])
        }))
    }

    fn private(&self, private: &mut Private) {
        // Below the last mixture every task reads every trunk.
        if let Some(last) = self.stitches.last() {
            private.all(last);
        }
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let mut matrices = Vec::new();
        for (layer, stitch) in self.stitches.iter().enumerate() {
            let rows = read_rows(stitch.val()).await?;
            let parts = Part::tasks(rows.len());
            matrices.push(SharingMatrix {
                measure: Measure::Stitch,
                layer: Some(layer),
                rows: parts.clone(),
                columns: parts,
                values: rows,
            });
        }
        Ok(matrices)
    }
}

/// 0.9 on the diagonal, 0.1 spread over the rest of each row, so that rows sum to 1.
fn first_stitch(tasks: usize) -> Vec<f32> {
    let rest = (1.0 - OWN) / (tasks.max(2) - 1) as f32;
    let own = if tasks == 1 { 1.0 } else { OWN };
    let places = 0..tasks * tasks;
    places.map(|place| if place / tasks == place % tasks { own } else { rest }).collect()
}
