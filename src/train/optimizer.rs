//! The configured update rule as a Burn optimiser.

use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, AdamWConfig, ModuleOptimizer, SgdConfig};

use crate::config::{OptimizerConfig, OptimizerKind};

/// Keeps the division of Adam's update finite; the value of the papers (Burn's default is 1e-5).
const EPSILON: f32 = 1e-8;

/// An optimiser without state.
pub fn optimizer(config: &OptimizerConfig) -> ModuleOptimizer {
    let decay = config.weight_decay as f32;
    let penalty = (decay > 0.0).then(|| WeightDecayConfig::new(decay));
    match config.kind {
        OptimizerKind::Adamw => AdamWConfig::new().with_epsilon(EPSILON).with_weight_decay(decay).init(),
        OptimizerKind::Adam => AdamConfig::new().with_epsilon(EPSILON).with_weight_decay(penalty).init(),
        OptimizerKind::Sgd => SgdConfig::new().with_weight_decay(penalty).init(),
    }
}
