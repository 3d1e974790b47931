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

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    #[test]
    fn the_minimum_is_that_worked_by_hand() {
        // Without bounds it is (1, -1); at z₂ = 0 it is 2 z₁ = 1, where the gradient by z₂ is ½ + 1 > 0.
        let found = minimum(&[2.0, 1.0, 1.0, 2.0], &[1.0, -1.0]);
        assert!(found.is_some_and(|(found, _)| (found[0] - 0.5).abs() < 1e-15 && found[1] == 0.0));
    }

    /// Nobody can move a number into what is allowed and come out lower: `z ≥ 0`, `Az - b ≥ 0`, and one of both is 0.
    #[test]
    fn random_minima_meet_the_conditions_of_optimality() {
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let mut most = 0;
        for case in 0..600 {
            let size = 1 + case % 40;
            let rows: Vec<Vec<f64>> =
                (0..size).map(|_| (0..size).map(|_| rng.random_range(-1.0..1.0)).collect()).collect();
            let matrix: Vec<f64> = (0..size * size)
                .map(|place| {
                    let (row, column) = (place / size, place % size);
                    let dot: f64 = rows[row].iter().zip(&rows[column]).map(|(a, b)| a * b).sum();
                    dot + if row == column { 1e-4 } else { 0.0 }
                })
                .collect();
            let right: Vec<f64> = (0..size).map(|_| rng.random_range(-1.0..1.0)).collect();
            let Some((found, rounds)) = minimum(&matrix, &right) else { panic!("case {case}: no minimum") };
            most = most.max(rounds);
            let scale = found.iter().copied().fold(1.0, f64::max);
            for (row, value) in found.iter().enumerate() {
                let sum: f64 = (0..size).map(|column| matrix[row * size + column] * found[column]).sum();
                let gradient = sum - right[row];
                assert!(*value >= 0.0 && gradient > -1e-9 * scale, "case {case}: {value} {gradient}");
                assert!(*value == 0.0 || gradient.abs() < 1e-9 * scale, "case {case}: {value} {gradient}");
            }
        }
        assert!(most < 40, "{most} rounds");
    }
}
