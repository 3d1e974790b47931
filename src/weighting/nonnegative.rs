//! The minimum of a small convex quadratic among numbers of 0 or more.

use super::linear::solve_among;

/// Rounds without fewer wrong signs after which one number changes sides at a time; the authors'.
const PATIENCE: usize = 3;

/// `argmin ½ zᵀAz - bᵀz` over `z ≥ 0` for a symmetric positive definite `A`, and the rounds it took; `None` where `A` is not
/// definite or rounding never lets the signs settle.
///
/// Non-negative least squares by block pivoting (Portugal, Júdice & Vicente 1994, <https://doi.org/10.1090/S0025-5718-1994-1250776-4>;
/// Lawson & Hanson's active set, 1974, moves one number at a time): numbers below 0 are fixed at 0 and those at 0 whose gradient
/// leads upwards are freed, all at once while that leaves fewer wrong, else only the last, which cannot go round in circles.
///
/// - `matrix`: `A`, `[size, size]`, row-major
/// - `right`: `b`
pub fn minimum(matrix: &[f64], right: &[f64]) -> Option<(Vec<f64>, usize)> {
    let size = right.len();
    let largest = right.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let mut is_free = vec![false; size];
    let (mut fewest, mut patience) = (size + 1, PATIENCE);
    for round in 0..most_rounds(size) {
        let free: Vec<usize> = (0..size).filter(|&index| is_free[index]).collect();
        let mut values = vec![0.0; size];
        for (&index, value) in free.iter().zip(solve_among(matrix, right, &free)?) {
            values[index] = value;
        }
        let highest = values.iter().copied().fold(0.0, f64::max);
        let is_wrong = |&index: &usize| {
            if is_free[index] {
                return values[index] < -1e-14 * highest;
            }
            let row = &matrix[index * size..(index + 1) * size];
            let sum: f64 = row.iter().zip(&values).map(|(entry, value)| entry * value).sum();
            sum - right[index] < -1e-14 * largest
        };
        let wrong: Vec<usize> = (0..size).filter(is_wrong).collect();
        let Some(&last) = wrong.last() else {
            return Some((values.into_iter().map(|value| value.max(0.0)).collect(), round + 1));
        };
        if wrong.len() < fewest {
            (fewest, patience) = (wrong.len(), PATIENCE);
        } else if patience > 0 {
            patience -= 1;
        } else {
            is_free[last] = !is_free[last];
            continue;
        }
        wrong.into_iter().for_each(|index| is_free[index] = !is_free[index]);
    }
    None
}

/// Rounds after which a search among sides is given up: it takes a few, or about one for each number.
pub fn most_rounds(size: usize) -> usize {
    100 + 10 * size
}
