//! The configured update rule, and what it remembers of each parameter.

use std::any::Any;
use std::collections::HashMap;

use burn::module::{Module as _, ModuleMapper, Param, ParamId};
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{GradientsParams, Optimizer as _, Sgd, SgdConfig};
use burn::tensor::{Tensor, TensorData};

use crate::config::{OptimizerConfig, OptimizerKind};
use crate::kernel::{AdamStep, adam};
use crate::model::Model;

/// An update rule at work. Burn's own optimiser hands its state out only where a device can be waited for, which a browser can't.
pub struct Optimizer {
    rule: Rule,
    /// [`Moments`] of the parameter's rank.
    moments: HashMap<ParamId, Box<dyn Any>>,
}

/// How a gradient changes a parameter.
enum Rule {
    /// Adam, or AdamW, each parameter in one pass where the device can; see [`AdamStep`].
    Adam { penalty: f32, decay: f32 },
    /// Burn's, without momentum: it remembers nothing.
    Sgd(Sgd),
}

/// What Adam remembers of a parameter.
pub struct Moments<const D: usize> {
    /// Moving mean of the gradient.
    pub first: Tensor<D>,
    /// Moving mean of its square.
    pub second: Tensor<D>,
    /// Updates that they were counted from.
    pub updates: usize,
}

impl Optimizer {
    /// An update rule that remembers nothing yet.
    pub fn new(config: &OptimizerConfig) -> Self {
        let decay = config.weight_decay as f32;
        let rule = match config.kind {
            OptimizerKind::Adamw => Rule::Adam { penalty: 0.0, decay },
            OptimizerKind::Adam => Rule::Adam { penalty: decay, decay: 0.0 },
            OptimizerKind::Sgd => {
                let penalty = (decay > 0.0).then(|| WeightDecayConfig::new(decay));
                Rule::Sgd(SgdConfig::new().with_weight_decay(penalty).build())
            }
        };
        Self { rule, moments: HashMap::new() }
    }

    /// The model after one update of the parameters that have a gradient.
    pub fn step(&mut self, rate: f64, model: Model, gradients: GradientsParams) -> Model {
        model.map(&mut Update { optimizer: self, rate, gradients })
    }

    /// What it remembers of a parameter.
    pub fn moments<const D: usize>(&self, id: ParamId) -> Option<&Moments<D>> {
        self.moments.get(&id)?.downcast_ref()
    }

    /// Gives it something to remember of a parameter.
    pub fn remember<const D: usize>(&mut self, id: ParamId, moments: Moments<D>) {
        self.moments.insert(id, Box::new(moments));
    }

    fn take<const D: usize>(&mut self, id: ParamId) -> Option<Moments<D>> {
        Some(*self.moments.remove(&id)?.downcast().ok()?)
    }

    /// - `parameter`, `gradient`: without a graph
    fn update<const D: usize>(
        &mut self,
        rate: f64,
        id: ParamId,
        parameter: Tensor<D>,
        gradient: Tensor<D>,
    ) -> Tensor<D> {
        let (penalty, decay) = match &self.rule {
            Rule::Adam { penalty, decay } => (*penalty, *decay),
            Rule::Sgd(rule) => return rule.step(rate, parameter, gradient, None).0,
        };
        let Moments { first, second, updates } = self.take(id).unwrap_or_else(|| {
            // Uploaded, so that the first step needs no kernel that later ones don't.
            let zeros = TensorData::zeros::<f32, _>(parameter.shape());
            let [first, second] =
                [zeros.clone(), zeros].map(|zeros| Tensor::from_data(zeros, &parameter.device()));
            Moments { first, second, updates: 0 }
        });
        let updates = updates.saturating_add(1);
        let step = AdamStep::new(rate, updates, penalty, decay);
        let (parameter, first, second) = adam(parameter, gradient, [first, second], step);
        self.remember(id, Moments { first, second, updates });
        parameter
    }
}

struct Update<'a> {
    optimizer: &'a mut Optimizer,
    rate: f64,
    gradients: GradientsParams,
}

impl ModuleMapper for Update<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(gradient) = self.gradients.remove::<D>(param.id) else { return param };
        let (id, parameter, mapper) = param.consume();
        let updated = self.optimizer.update(self.rate, id, parameter.inner(), gradient);
        Param::from_mapped_value(id, Tensor::from_inner(updated).require_grad(), mapper)
    }
}
