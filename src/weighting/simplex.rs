//! Ways onto the simplex: weights of 0 or more that sum to 1.

use super::Gramian;
use super::solver::Solution;

/// Rounds that the Frank-Wolfe solver may take; away steps converge linearly, so that they are rarely used up.
const MOST_ROUNDS: usize = 10_000;

/// `argmin wᵀGw`, the shortest vector in the convex hull of the gradients.
///
/// Frank-Wolfe with away steps and exact line search (Guélat & Marcotte 1986; Lacoste-Julien & Jaggi 2015) from equal weights,
/// until the duality gap is 1e-12 of the largest squared gradient length.
pub fn min_norm(gramian: &Gramian) -> Solution {
    let size = gramian.size();
    let largest = (0..size).map(|task| gramian.get(task, task)).fold(0.0, f64::max);
    let mut weights = vec![1.0 / size as f64; size];
    for round in 0..MOST_ROUNDS {
        let slopes = gramian.times(&weights);
        let value: f64 = slopes.iter().zip(&weights).map(|(slope, weight)| slope * weight).sum();
        let toward = (0..size).min_by(|&a, &b| slopes[a].total_cmp(&slopes[b])).unwrap_or(0);
        let active = (0..size).filter(|&task| weights[task] > 0.0);
        let away = active.max_by(|&a, &b| slopes[a].total_cmp(&slopes[b])).unwrap_or(0);
        let (gain, loss) = (value - slopes[toward], slopes[away] - value);
        if gain <= 1e-12 * largest {
            return Solution { weights, iterations: round, problem: None };
        }
        if gain >= loss {
            // To the vertex `toward`: w + γ (e - w).
            let curve = value - 2.0 * slopes[toward] + gramian.get(toward, toward);
            let step = if curve > 0.0 { (gain / curve).min(1.0) } else { 1.0 };
            weights.iter_mut().for_each(|weight| *weight *= 1.0 - step);
            weights[toward] += step;
        } else {
            // From the vertex `away`: w + γ (w - e), until its weight is 0.
            let limit = weights[away] / (1.0 - weights[away]).max(f64::MIN_POSITIVE);
            let curve = value - 2.0 * slopes[away] + gramian.get(away, away);
            let step = if curve > 0.0 { (loss / curve).min(limit) } else { limit };
            weights.iter_mut().for_each(|weight| *weight *= 1.0 + step);
            weights[away] = if step < limit { weights[away] - step } else { 0.0 };
        }
    }
    let problem = Some(format!("no shortest combination after {MOST_ROUNDS} rounds: the last one is used"));
    Solution { weights, iterations: MOST_ROUNDS, problem }
}

/// The point of the simplex nearest to `values` (Duchi et al. 2008).
pub fn nearest(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (place, value) in sorted.iter().enumerate() {
        sum += value;
        let candidate = (sum - 1.0) / (place + 1) as f64;
        if *value > candidate {
            shift = candidate;
        }
    }
    values.iter().map(|value| (value - shift).max(0.0)).collect()
}

/// Positive numbers that sum to 1, by the exponentials of `values`.
pub fn softmax(values: Vec<f64>) -> Vec<f64> {
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = values.iter().map(|value| (value - top).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}
