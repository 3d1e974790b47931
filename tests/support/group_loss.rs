//! The loss of one group of equal heads, on outputs that are given.

use burn::tensor::{Device, Tensor};
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::ArchitectureKind;
use polyhead::model::{GroupLoss, Model};
use polyhead::task::TaskKind;
use polyhead::task::layout::Layout;

/// - `output`, `target`: `[rows, tasks * outputs]`
/// - `share`: `[rows, tasks]`
pub fn group_loss(kind: TaskKind, output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> GroupLoss {
    let tasks = share.dims()[1];
    let outputs = output.dims()[1] / tasks;
    let config = ArchitectureConfig { kind: ArchitectureKind::HardSharing, ..ArchitectureConfig::default() };
    let model = Model::new(&config, 1, &Layout::of(vec![(kind, outputs); tasks]), 0, &Device::flex());
    let mut losses = model.losses(&[output], vec![[target, share]]);
    losses.remove(0)
}
