//! The configured update rule as a Burn optimiser.

use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamState, AdaptiveMomentumState, LearningRate, ModuleOptimizer, Optimizer, SgdConfig};
use burn::tensor::{Device, Tensor, TensorData};

use crate::config::{OptimizerConfig, OptimizerKind};
use crate::kernel::{AdamStep, adam};

/// An optimiser without state.
pub fn optimizer(config: &OptimizerConfig) -> ModuleOptimizer {
    let decay = config.weight_decay as f32;
    match config.kind {
        OptimizerKind::Adamw => ModuleOptimizer::from(Adam { penalty: 0.0, decay }),
        OptimizerKind::Adam => ModuleOptimizer::from(Adam { penalty: decay, decay: 0.0 }),
        OptimizerKind::Sgd => {
            let penalty = (decay > 0.0).then(|| WeightDecayConfig::new(decay));
            SgdConfig::new().with_weight_decay(penalty).init()
        }
    }
}

/// Adam, or AdamW, each parameter in one pass where the device can; see [`AdamStep`].
#[derive(Clone)]
struct Adam {
    penalty: f32,
    decay: f32,
}

impl Optimizer for Adam {
    type State<const D: usize> = AdamState<D>;

    fn step<const D: usize>(
        &self,
        rate: LearningRate,
        parameter: Tensor<D>,
        gradient: Tensor<D>,
        state: Option<AdamState<D>>,
    ) -> (Tensor<D>, Option<AdamState<D>>) {
        let AdaptiveMomentumState { time, moment_1, moment_2, .. } = match state {
            Some(state) => state.momentum,
            None => {
                // Uploaded, so that the first step needs no kernel that later ones don't.
                let zeros = TensorData::zeros::<f32, _>(parameter.shape());
                let [first, second] =
                    [zeros.clone(), zeros].map(|zeros| Tensor::from_data(zeros, &parameter.device()));
                AdaptiveMomentumState::new(0, first, second)
            }
        };
        let step = AdamStep::new(rate, time + 1, self.penalty, self.decay);
        let (parameter, first, second) = adam(parameter, gradient, [moment_1, moment_2], step);
        (parameter, Some(AdamState::new(AdaptiveMomentumState::new(time + 1, first, second))))
    }

    fn to_device<const D: usize>(mut state: AdamState<D>, device: &Device) -> AdamState<D> {
        state.momentum = state.momentum.to_device(device);
        state
    }
}
