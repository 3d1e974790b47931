//! The direction near the mean gradient that helps the worst-off task most.

use super::Gramian;
use super::simplex::nearest;
use super::solver::{Measured, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// The paper's radius.
pub const RADIUS: f64 = 0.5;

const MOST_ROUNDS: usize = 20_000;

/// Conflict-averse gradient descent: `u = argmin uᵀG1/T + c √(1ᵀG1)/T √(uᵀGu)` over the simplex, `w = 1/T + c ‖g₀‖ / ‖g_u‖ u`.
///
/// Not divided by `1 + c²`: under Adam that would change nothing. Liu et al. 2021, <https://arxiv.org/abs/2110.14048>.
#[derive(Debug)]
pub struct CaGrad {
    /// How far from the mean gradient the direction may be, in units of its length: 0 gives equal weights, ∞ MGDA.
    pub radius: f64,
}

impl Solve for CaGrad {
    const SCALE: Scale = Scale::TimesTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let gramian = &measured.gramian;
        let size = gramian.size();
        let mean = vec![1.0 / size as f64; size];
        let length = gramian.quadratic(&mean).max(0.0).sqrt();
        let (shares, iterations) = worst_case(gramian, self.radius * length);
        let along = gramian.quadratic(&shares).max(0.0).sqrt();
        if along <= 1e-12 * gramian.trace().sqrt() {
            // Gradients that cancel: the mean is as good as any direction, and the paper's formula divides by 0.
            let problem = Some("a combination of the gradients is zero: equal weights".into());
            return Solution { weights: mean, iterations: iterations.unwrap_or(MOST_ROUNDS), problem };
        }
        let weights =
            mean.iter().zip(&shares).map(|(mean, share)| mean + self.radius * length / along * share);
        let problem = iterations.is_none().then(|| "no minimum was found: the last weights are used".into());
        Solution { weights: weights.collect(), iterations: iterations.unwrap_or(MOST_ROUNDS), problem }
    }
}

/// `argmin uᵀG1/T + r √(uᵀGu)` over the simplex by projected gradient steps with backtracking.
fn worst_case(gramian: &Gramian, radius: f64) -> (Vec<f64>, Option<usize>) {
    let size = gramian.size();
    let scale = gramian.trace();
    let mut shares = vec![1.0 / size as f64; size];
    if scale <= 0.0 {
        return (shares, Some(0));
    }
    let toward = gramian.times(&shares);
    let value = |shares: &[f64]| {
        let linear: f64 = toward.iter().zip(shares).map(|(a, b)| a * b).sum();
        linear + radius * gramian.quadratic(shares).max(0.0).sqrt()
    };
    let mut step = 1.0 / scale;
    for round in 0..MOST_ROUNDS {
        let length = gramian.quadratic(&shares).max(0.0).sqrt();
        let factor = if length > 0.0 { radius / length } else { 0.0 };
        let slopes: Vec<f64> =
            toward.iter().zip(gramian.times(&shares)).map(|(toward, own)| toward + factor * own).collect();
        let before = value(&shares);
        loop {
            let moved: Vec<f64> =
                shares.iter().zip(&slopes).map(|(share, slope)| share - step * slope).collect();
            let moved = nearest(&moved);
            let apart: f64 = moved.iter().zip(&shares).map(|(a, b)| (a - b) * (a - b)).sum();
            if apart.sqrt() <= 1e-12 {
                return (shares, Some(round));
            }
            if value(&moved) <= before - 0.1 * apart / step {
                shares = moved;
                step *= 2.0;
                break;
            }
            step /= 2.0;
        }
    }
    (shares, None)
}

/// See [`CaGrad`].
pub const CARD: Card = Card {
    name: "CAGrad",
    paper: "Liu et al., 2021",
    summary: "Stays near the mean gradient, and within that range helps the task that gains least.",
    cost: COSTS_GRADIENTS,
    pays: "Where tasks conflict and their mean is what counts; it still ends where equal weights would.",
};
