//! The two losses, with their gradients.

/// Smallest argument of the logarithms.
const SMALLEST: f64 = 5e-6;

/// A bound below both losses, before they are scaled; that of the FAMO experiments.
const LOWEST: f64 = -21.0;

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
        let bend = |value: f64| 1.0 - value.tanh() * value.tanh();
        // Valleys count above, bowls below; each fades in by a tanh.
        let (above, below) = ((y / 2.0).tanh().max(0.0), (-y / 2.0).tanh().max(0.0));
        // At 0 both fade in: so does the authors' code, whose clamp passes gradients at its bound.
        let above_bend = if y >= 0.0 { bend(y / 2.0) / 2.0 } else { 0.0 };
        let below_bend = if y <= 0.0 { -bend(y / 2.0) / 2.0 } else { 0.0 };
        let valley = |inner: f64, turn: f64| {
            let value = inner.abs().max(SMALLEST).ln() + 6.0;
            let gradient =
                if inner.abs() > SMALLEST { [-0.5 / inner, turn * bend(y) / inner] } else { [0.0, 0.0] };
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
                        + above_bend * valley
                        + below * bowl_gradient[1]
                        + below_bend * bowl),
            ];
        }
        (losses, gradients)
    }

    /// Whether a place is on the front, as near as Adam's steps let it be told.
    pub fn is_front([x, y]: Point) -> bool {
        y < -8.0 && x.abs() <= 7.0
    }

    /// The losses as a weighting sees them: above bounds that they don't reach, as the losses of tasks are above 0.
    pub(super) fn above_lowest(self, losses: [f64; 2]) -> [Option<f64>; 2] {
        [Some(losses[0] - self.scale * LOWEST), Some(losses[1] - LOWEST)]
    }
}
