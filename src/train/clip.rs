//! Shortens a gradient that is too long, over all parameters together.
//!
//! Burn's optimisers clip each parameter's gradient by itself, which changes the direction of the whole.

use burn::module::{Module as _, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

use crate::model::Model;

/// Keeps the division finite where there is no gradient: as PyTorch's `clip_grad_norm_`.
const EPSILON: f64 = 1e-6;

/// Multiplies all gradients by `min(1, most / (norm + 1e-6))`, where `norm` is the root of the sum of all their squares. Pascanu, Mikolov
/// & Bengio 2013, <https://arxiv.org/abs/1211.5063>.
///
/// Nothing is read from the device.
///
/// - `sets`: what the step follows, after all weights and penalties; each parameter is in one of them
pub fn clip(sets: &mut [GradientsParams], model: &Model, most: f64) {
    let mut norm = Squares { of: sets, sum: None };
    model.visit(&mut norm);
    let Some(squares) = norm.sum else { return };
    let scale = ((squares.sqrt() + EPSILON).recip() * most).clamp_max(1.0);
    model.visit(&mut Scale { sets, scale });
}

/// The sum of all squares, `[1]`.
struct Squares<'a> {
    of: &'a [GradientsParams],
    sum: Option<Tensor<1>>,
}

impl ModuleVisitor for Squares<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        for gradient in self.of.iter().filter_map(|set| set.get::<D>(param.id)) {
            let own = (gradient.clone() * gradient).sum();
            self.sum = Some(match self.sum.take() {
                Some(sum) => sum + own,
                None => own,
            });
        }
    }
}

struct Scale<'a> {
    sets: &'a mut [GradientsParams],
    /// `[1]`
    scale: Tensor<1>,
}

impl ModuleVisitor for Scale<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        for set in self.sets.iter_mut() {
            if let Some(gradient) = set.remove::<D>(param.id) {
                set.register(param.id, gradient * self.scale.clone().reshape([1; D]));
            }
        }
    }
}
