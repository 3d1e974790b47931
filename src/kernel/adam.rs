//! One update of a parameter by Adam or AdamW.

use burn::backend::Backend;
use burn::backend::tensor::FloatTensor;

/// Decay rates of the two moments, and what keeps the division finite: the values of the paper (Burn's epsilon is 1e-5).
const BETAS: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

/// The numbers of one update. Kingma & Ba 2015, <https://arxiv.org/abs/1412.6980>; Loshchilov & Hutter 2019,
/// <https://arxiv.org/abs/1711.05101>.
#[derive(Clone, Copy, Debug)]
pub struct AdamStep {
    /// Step size.
    rate: f32,
    /// What is added to the gradient for each unit of the parameter (Adam).
    penalty: f32,
    /// What is left of the parameter before the update (AdamW).
    kept: f32,
    /// Corrects the moments for having begun at 0.
    correction: f32,
    /// [`EPSILON`] in units of the uncorrected second moment's root.
    epsilon: f32,
}

impl AdamStep {
    /// The update after so many steps, this one counted.
    ///
    /// - `penalty`: weight of half the squared parameter in the loss
    /// - `decay`: share of the parameter that goes for each unit of `rate`, whatever the gradient
    pub fn new(rate: f64, count: usize, penalty: f32, decay: f32) -> Self {
        let [first, second] = BETAS.map(|beta| 1.0 - beta.powi(i32::try_from(count).unwrap_or(i32::MAX)));
        Self {
            rate: rate as f32,
            penalty,
            kept: (1.0 - rate * f64::from(decay)) as f32,
            correction: second.sqrt() / first,
            epsilon: EPSILON * second.sqrt(),
        }
    }

    /// The update by a device's own operations; what is neutral is left out, as it would be another operation. In Burn's order, in
    /// which its fusion finds the fewest kernels.
    pub fn by_parts<B: Backend>(
        self,
        parameter: FloatTensor<B>,
        gradient: FloatTensor<B>,
        moments: [FloatTensor<B>; 2],
    ) -> (FloatTensor<B>, FloatTensor<B>, FloatTensor<B>) {
        let times = |tensor: &FloatTensor<B>, factor: f32| B::float_mul_scalar(tensor.clone(), factor.into());
        let gradient = match self.penalty {
            0.0 => gradient,
            penalty => B::float_add(times(&parameter, penalty), gradient),
        };
        let [first, second] = moments;
        let first = B::float_add(times(&first, BETAS[0]), times(&gradient, 1.0 - BETAS[0]));
        let second = times(&second, BETAS[1]);
        let square = B::float_mul(gradient.clone(), gradient);
        let second = B::float_add(second, times(&square, 1.0 - BETAS[1]));
        let corrected = times(&first, self.correction);
        let length = B::float_add_scalar(B::float_sqrt(second.clone()), self.epsilon.into());
        let step = times(&B::float_div(corrected, length), self.rate);
        let kept = if self.kept == 1.0 { parameter } else { times(&parameter, self.kept) };
        (B::float_sub(kept, step), first, second)
    }

    /// The same in one pass, in the same order of operations.
    pub fn in_place(self, parameter: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32]) {
        let moments = first.iter_mut().zip(second);
        for ((parameter, gradient), (first, second)) in parameter.iter_mut().zip(gradient).zip(moments) {
            let gradient = *parameter * self.penalty + gradient;
            *first = *first * BETAS[0] + gradient * (1.0 - BETAS[0]);
            *second = *second * BETAS[1] + gradient * gradient * (1.0 - BETAS[1]);
            let step = *first * self.correction / (second.sqrt() + self.epsilon);
            *parameter = *parameter * self.kept - step * self.rate;
        }
    }
}
