//! The equation that Nash bargaining and fair resource allocation share, by a damped Newton method.

use super::Gramian;
use super::linear::solve_symmetric;
use super::solver::{Measured, Solution};

const MOST_ROUNDS: usize = 200;

/// Rounds without a smaller error after which rounding is to blame: where gradients nearly cancel, shares are huge.
const MOST_IN_VAIN: usize = 10;

/// Added to the diagonal, in units of itself: Newton's method walks off to infinity without it where gradients are opposed.
const RIDGE: f64 = 1e-12;

/// Largest error that still counts as solved.
const TOLERANCE: f64 = 1e-6;

/// `α > 0` with `G α = α^(-1/a)`: the minimum of the convex `½ αᵀGα - Σ ∫ α^(-1/a)`.
///
/// `a = 1` is Nash bargaining (Navon et al. 2022), `a → 0` equal weights, `a → ∞` max-min fairness (Ban & Ji 2024). Solved for
/// `G / s`, `s` the mean squared length, and scaled back: the equation is homogeneous. A task whose gradient is zero has no
/// finite share, and is left out.
pub fn solve(measured: &Measured, fairness: f64) -> Solution {
    measured.without_zeros(|measured| solve_positive(&measured.gramian, fairness))
}

fn solve_positive(gramian: &Gramian, fairness: f64) -> Solution {
    let size = gramian.size();
    let power = 1.0 / fairness;
    let mean = gramian.trace() / size as f64;
    // Each task starts where it alone would be: α_t = (G_tt / s)^(-a / (a + 1)).
    let alone = 1.0 / (1.0 + power);
    let mut shares: Vec<f64> = (0..size).map(|task| (gramian.get(task, task) / mean).powf(-alone)).collect();
    let entry = |row: usize, column: usize, ridge: f64| {
        gramian.get(row, column) / mean * if row == column { 1.0 + ridge } else { 1.0 }
    };
    let dot = |row: usize, shares: &[f64], ridge: f64| {
        (0..size).map(|column| entry(row, column, ridge) * shares[column]).sum::<f64>()
    };
    let slopes = |shares: &[f64], ridge: f64| -> Vec<f64> {
        (0..size).map(|row| dot(row, shares, ridge) - shares[row].powf(-power)).collect()
    };
    // |α^(1/a) (Gα) - 1|, free of units.
    let residual = |shares: &[f64], ridge: f64| {
        let each = slopes(shares, ridge)
            .into_iter()
            .zip(shares)
            .map(|(slope, share)| (slope * share.powf(power)).abs());
        each.fold(0.0, f64::max)
    };
    let (mut rounds, mut in_vain) = (0, 0);
    let (mut error, mut least) = (residual(&shares, RIDGE), f64::INFINITY);
    while error > 1e-10 && rounds < MOST_ROUNDS && in_vain < MOST_IN_VAIN {
        rounds += 1;
        in_vain = if error < least { 0 } else { in_vain + 1 };
        least = least.min(error);
        // In β = log α the step keeps α positive; Newton's system is scaled by α on both sides.
        let slope = slopes(&shares, RIDGE);
        let matrix: Vec<f64> = (0..size * size)
            .map(|place| {
                let (row, column) = (place / size, place % size);
                let own = if row == column { power * shares[row].powf(1.0 - power) } else { 0.0 };
                shares[row] * entry(row, column, RIDGE) * shares[column] + own
            })
            .collect();
        let right: Vec<f64> = slope.iter().zip(&shares).map(|(slope, share)| -slope * share).collect();
        let Some(step) = solve_symmetric(&matrix, &right) else { break };
        // α (1 + δ), shortened so that it stays positive and the residual does not grow.
        let lowest = step.iter().copied().fold(0.0, f64::min);
        let mut length: f64 = if lowest < -0.9 { 0.9 / -lowest } else { 1.0 };
        let value = |shares: &[f64]| -> f64 {
            let quadratic: f64 = (0..size).map(|row| dot(row, shares, RIDGE) * shares[row]).sum();
            let potential: f64 = (shares.iter())
                .map(|share| if power == 1.0 { share.ln() } else { share.powf(1.0 - power) / (1.0 - power) })
                .sum();
            quadratic / 2.0 - potential
        };
        let before = value(&shares);
        let descent: f64 = right.iter().zip(&step).map(|(right, step)| right * step).sum();
        let moved = |length: f64| -> Vec<f64> {
            shares.iter().zip(&step).map(|(share, step)| share * (1.0 + length * step)).collect()
        };
        // Near the solution the potential no longer tells steps apart: whole steps then.
        while descent > 1e-12 && value(&moved(length)) > before - 1e-4 * length * descent && length > 1e-10 {
            length /= 2.0;
        }
        shares = moved(length);
        error = residual(&shares, RIDGE);
    }
    // Held against the equation itself: with the ridge, opposed gradients seem solved by shares of a million.
    let problem = if error > TOLERANCE {
        Some(format!("its equation was not solved after {rounds} rounds: the last weights are used"))
    } else if residual(&shares, 0.0) > TOLERANCE {
        Some("gradients cancel, so that its equation has no solution: weights under which they do".into())
    } else {
        None
    };
    let back = mean.powf(-alone);
    Solution { weights: shares.into_iter().map(|share| share * back).collect(), iterations: rounds, problem }
}
