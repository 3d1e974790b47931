//! The nearest weights whose direction is against no task.

use super::Gramian;

/// Added to the diagonal of the Gramian of trace 1, as in the reference implementation (TorchJD).
const RIDGE: f64 = 1e-4;

const MOST_ROUNDS: usize = 100_000;

/// `argmin vᵀĜv` over `v ≥ u`, the dual of projecting `Jᵀu` on the cone of directions that are against no task, by coordinate
/// descent; and the rounds it took, `None` where it did not converge or all gradients are zero.
///
/// `Ĝ = G / tr G + 1e-4 I`; without a trace to divide by it gives `u`.
pub fn project(gramian: &Gramian, preference: &[f64]) -> (Vec<f64>, Option<usize>) {
    let trace = gramian.trace();
    let mut weights = preference.to_vec();
    if trace <= 0.0 || !trace.is_finite() {
        return (weights, None);
    }
    let entry = |row: usize, column: usize| {
        gramian.get(row, column) / trace + if row == column { RIDGE } else { 0.0 }
    };
    let size = gramian.size();
    for round in 0..MOST_ROUNDS {
        let mut largest: f64 = 0.0;
        for row in 0..size {
            let slope: f64 = (0..size).map(|column| entry(row, column) * weights[column]).sum();
            let moved = (weights[row] - slope / entry(row, row)).max(preference[row]);
            largest = largest.max((moved - weights[row]).abs());
            weights[row] = moved;
        }
        if largest <= 1e-12 {
            return (weights, Some(round + 1));
        }
    }
    (weights, None)
}
