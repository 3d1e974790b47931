//! Ways onto the simplex: weights of 0 or more that sum to 1.

use super::Gramian;
use super::linear::solve_among;
use super::nonnegative::most_rounds;
use super::solver::Solution;

/// Added to the diagonal in units of the mean squared length, the next where a matrix is not definite with the one before: dot
/// products that a device measured in f32 can make nearly parallel gradients seem to have a negative length.
const RIDGES: [f64; 4] = [1e-12, 1e-9, 1e-6, 1e-3];

/// The convex hull of the gradients, measured from their mean: by the Gramian itself, whose numbers are all but equal where
/// gradients are nearly parallel, what tells them apart would be lost to rounding.
pub struct Hull {
    size: usize,
    /// Dot products of the gradients' distances from the mean gradient: `[size * size]`
    apart: Vec<f64>,
    /// Dot products of these distances with the mean gradient.
    along: Vec<f64>,
    /// Squared length of the mean gradient.
    mean_squared: f64,
    /// Mean squared length of the gradients.
    scale: f64,
}

impl Hull {
    /// The hull of at least one gradient.
    pub fn new(gramian: &Gramian) -> Self {
        let size = gramian.size();
        let mean = |row: &[f64]| row.iter().sum::<f64>() / size as f64;
        let rows: Vec<f64> = (0..size).map(|task| mean(gramian.row(task))).collect();
        let mean_squared = mean(&rows);
        let apart = |place: usize| {
            let (row, column) = (place / size, place % size);
            (gramian.get(row, column) - rows[row]) - (rows[column] - mean_squared)
        };
        Self {
            size,
            apart: (0..size * size).map(apart).collect(),
            along: rows.iter().map(|row| row - mean_squared).collect(),
            mean_squared: mean_squared.max(0.0),
            scale: gramian.trace() / size as f64,
        }
    }

    /// Equal shares: those of the mean gradient.
    pub fn mean(&self) -> Vec<f64> {
        vec![1.0 / self.size as f64; self.size]
    }

    /// Length of the mean gradient.
    pub fn mean_length(&self) -> f64 {
        self.mean_squared.sqrt()
    }

    /// Length of the longest gradient.
    pub fn longest(&self) -> f64 {
        let squared =
            |task: usize| self.apart[task * (self.size + 1)] + 2.0 * self.along[task] + self.mean_squared;
        (0..self.size).map(squared).fold(0.0, f64::max).sqrt()
    }

    /// Length of a point of the hull.
    pub fn length(&self, shares: &[f64]) -> f64 {
        let along: f64 = self.along.iter().zip(shares).map(|(along, share)| along * share).sum();
        let rows = self.apart.chunks_exact(self.size).zip(shares);
        let apart: f64 = rows
            .map(|(row, own)| own * row.iter().zip(shares).map(|(entry, share)| entry * share).sum::<f64>())
            .sum();
        (self.mean_squared + 2.0 * along + apart).max(0.0).sqrt()
    }

    /// `argmin ½ |x|² + pull · x·g₀` over the hull, `g₀` the mean gradient: the shares of the gradients in `x`, and the rounds it
    /// took, `None` where it was not solved.
    ///
    /// - `start`: shares to search from; the nearer, the fewer rounds
    pub fn lowest(&self, pull: f64, start: Vec<f64>) -> (Vec<f64>, Option<usize>) {
        if self.scale <= 0.0 {
            return (start, Some(0));
        }
        let right: Vec<f64> = self.along.iter().map(|along| -(1.0 + pull) * along).collect();
        // Along (1, …, 1) the matrix is zero, and no way leads there: any curvature makes it definite.
        let level = self.apart.iter().step_by(self.size + 1).sum::<f64>() / self.size as f64;
        let solved = RIDGES.iter().find_map(|ridge| {
            let ridge = ridge * self.scale;
            let own = |place: usize| if place.is_multiple_of(self.size + 1) { ridge } else { 0.0 };
            let entries = self.apart.iter().enumerate();
            let matrix: Vec<f64> = entries.map(|(place, entry)| entry + level + own(place)).collect();
            minimum(&matrix, &right, start.clone())
        });
        match solved {
            Some((shares, rounds)) => (shares, Some(rounds)),
            None => (start, None),
        }
    }
}

/// `argmin ½ uᵀAu - bᵀu` over the simplex for a symmetric positive definite `A`, and the rounds it took; `None` where `A` is not
/// definite or rounding never lets the sides settle.
///
/// A primal active set (Nocedal & Wright 2006, algorithm 16.3): the minimum over the plane of those that are free, as far
/// towards it as all stay at 0 or more; there the one that stops it is fixed, or the one that pulls most is freed.
///
/// - `matrix`: `A`, `[size, size]`, row-major
/// - `right`: `b`
/// - `shares`: where to start, on the simplex
fn minimum(matrix: &[f64], right: &[f64], mut shares: Vec<f64>) -> Option<(Vec<f64>, usize)> {
    let size = right.len();
    let largest = matrix.iter().chain(right).fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let mut free: Vec<usize> = (0..size).filter(|&index| shares[index] > 0.0).collect();
    for round in 0..most_rounds(size) {
        // A u = b + λ on the plane where shares sum to 1.
        let by_right = solve_among(matrix, right, &free)?;
        let by_one = solve_among(matrix, &vec![1.0; size], &free)?;
        let level = (1.0 - by_right.iter().sum::<f64>()) / by_one.iter().sum::<f64>();
        let ends: Vec<f64> = by_right.iter().zip(by_one).map(|(own, one)| own + level * one).collect();
        let stops = free.iter().zip(&ends).enumerate().filter(|(_, (_, end))| **end < 0.0);
        let stops = stops.map(|(place, (&index, end))| (place, shares[index] / (shares[index] - end)));
        match stops.min_by(|(_, one), (_, other)| one.total_cmp(other)) {
            Some((place, step)) => {
                for (&index, end) in free.iter().zip(&ends) {
                    shares[index] = (shares[index] + step * (end - shares[index])).max(0.0);
                }
                shares[free.remove(place)] = 0.0;
            }
            None => {
                free.iter().zip(ends).for_each(|(&index, end)| shares[index] = end);
                let pull = |index: usize| {
                    let row = &matrix[index * size..(index + 1) * size];
                    let sum: f64 = row.iter().zip(&shares).map(|(entry, share)| entry * share).sum();
                    sum - right[index] - level
                };
                let fixed = (0..size).filter(|index| !free.contains(index)).map(|index| (index, pull(index)));
                match fixed.min_by(|(_, one), (_, other)| one.total_cmp(other)) {
                    Some((index, pull)) if pull < -1e-14 * largest => free.push(index),
                    _ => {
                        let sum: f64 = shares.iter().sum();
                        return Some((shares.iter().map(|share| share / sum).collect(), round + 1));
                    }
                }
            }
        }
    }
    None
}

/// `argmin wᵀGw`, the shortest vector in the convex hull of the gradients.
pub fn min_norm(gramian: &Gramian) -> Solution {
    let hull = Hull::new(gramian);
    let (weights, rounds) = hull.lowest(0.0, hull.mean());
    let problem = rounds.is_none().then(|| "no shortest combination was found: equal weights".into());
    Solution { weights, iterations: rounds.unwrap_or(0), problem }
}

/// Positive numbers that sum to 1, by the exponentials of `values`.
pub fn softmax(values: Vec<f64>) -> Vec<f64> {
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = values.iter().map(|value| (value - top).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}
