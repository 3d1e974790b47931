//! Two tasks on a plane, with a valley that traps and a front to reach: a test of weightings that needs no data.

use crate::config::WeightingConfig;
use crate::weighting::{Gramian, Needs, Signals, WeightingKind};

/// Smallest argument of the logarithms.
const SMALLEST: f64 = 5e-6;

/// A bound below both losses, before they are scaled; that of the FAMO experiments.
const LOWEST: f64 = -21.0;

/// Adam's memories and guard (Kingma & Ba 2015).
const MEMORY: [f64; 2] = [0.9, 0.999];
const GUARD: f64 = 1e-8;

/// A place, or a gradient.
pub type Point = [f64; 2];

/// The two losses of "Conflict-Averse Gradient Descent" (Liu et al. 2021, figure 2), the first one scaled.
///
/// Where the second coordinate is positive, both are steep logarithmic valleys, below it quadratic bowls whose Pareto front is
/// `x₂ ≈ -8.3552`, `|x₁| ≤ 7`.
#[derive(Clone, Copy, Debug)]
pub struct Toy {
    /// Factor of the first loss: 1 in that paper, 0.1 in those of Nash-MTL and FAMO.
    pub scale: f64,
}

impl Toy {
    /// Both losses and their gradients.
    pub fn measure(self, [x, y]: Point) -> ([f64; 2], [Point; 2]) {
        let slope = |value: f64| 1.0 - value.tanh() * value.tanh();
        // Valleys count above, bowls below; each fades in by a tanh.
        let (above, below) = ((y / 2.0).tanh().max(0.0), (-y / 2.0).tanh().max(0.0));
        // At 0 both fade in: so does the authors' code, whose clamp passes gradients at its bound.
        let above_slope = if y >= 0.0 { slope(y / 2.0) / 2.0 } else { 0.0 };
        let below_slope = if y <= 0.0 { -slope(y / 2.0) / 2.0 } else { 0.0 };
        let valley = |inner: f64, turn: f64| {
            let value = inner.abs().max(SMALLEST).ln() + 6.0;
            let gradient =
                if inner.abs() > SMALLEST { [-0.5 / inner, turn * slope(y) / inner] } else { [0.0, 0.0] };
            (value, gradient)
        };
        let bowl = |center: f64| {
            let value = ((x - center).powi(2) + 0.1 * (y + 8.0).powi(2)) / 10.0 - 20.0;
            (value, [(x - center) / 5.0, (y + 8.0) / 50.0])
        };
        let valleys =
            [valley((-x - 7.0) / 2.0 + y.tanh(), 1.0), valley((-x + 3.0) / 2.0 - y.tanh() + 2.0, -1.0)];
        let bowls = [bowl(7.0), bowl(-7.0)];
        let mut losses = [0.0; 2];
        let mut gradients = [[0.0; 2]; 2];
        for task in 0..2 {
            let factor = if task == 0 { self.scale } else { 1.0 };
            let ((valley, valley_gradient), (bowl, bowl_gradient)) = (valleys[task], bowls[task]);
            losses[task] = factor * (above * valley + below * bowl);
            gradients[task] = [
                factor * (above * valley_gradient[0] + below * bowl_gradient[0]),
                factor
                    * (above * valley_gradient[1]
                        + above_slope * valley
                        + below * bowl_gradient[1]
                        + below_slope * bowl),
            ];
        }
        (losses, gradients)
    }

    /// Whether a place is on the front, as near as Adam's steps let it be told.
    pub fn is_front([x, y]: Point) -> bool {
        y < -8.0 && x.abs() <= 7.0
    }

    /// Every place that Adam visits from a start, weighing the two gradients as the weighting says.
    ///
    /// - `rate`: Adam's learning rate
    pub fn trajectory(self, kind: WeightingKind, start: Point, rate: f64, steps: usize) -> Vec<Point> {
        // FAMO forgets nothing here, as in its paper.
        let config = WeightingConfig { gamma: 0.0, ..WeightingConfig::default() };
        let mut weighting = kind.build(&config, &[1.0; 2], 7);
        let (mut place, mut means, mut squares) = (start, [0.0; 2], [0.0; 2]);
        let mut visited = Vec::with_capacity(steps + 1);
        visited.push(place);
        for step in 1..=steps {
            let (losses, gradients) = self.measure(place);
            let losses = self.above_lowest(losses);
            let gramian = (weighting.needs() == Needs::Gramian)
                .then(|| Gramian::of_rows(&gradients.map(|gradient| gradient.to_vec())));
            let weights = weighting.weights(&Signals { losses: &losses, gramian: gramian.as_ref() });
            for axis in 0..2 {
                let gradient = weights[0] * gradients[0][axis] + weights[1] * gradients[1][axis];
                means[axis] = MEMORY[0] * means[axis] + (1.0 - MEMORY[0]) * gradient;
                squares[axis] = MEMORY[1] * squares[axis] + (1.0 - MEMORY[1]) * gradient * gradient;
                let mean = means[axis] / (1.0 - MEMORY[0].powi(step as i32));
                let square = squares[axis] / (1.0 - MEMORY[1].powi(step as i32));
                place[axis] -= rate * mean / (square.sqrt() + GUARD);
            }
            if weighting.needs_losses_after() {
                weighting.after_update(&self.above_lowest(self.measure(place).0));
            }
            visited.push(place);
        }
        visited
    }

    /// The losses as a weighting sees them: above bounds that they don't reach, as the losses of tasks are above 0.
    fn above_lowest(self, losses: [f64; 2]) -> [Option<f64>; 2] {
        [Some(losses[0] - self.scale * LOWEST), Some(losses[1] - LOWEST)]
    }
}
