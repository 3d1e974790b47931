//! The nearest weights whose direction is against no task.

use super::Gramian;
use super::nonnegative::minimum;

/// Added to the diagonal of the Gramian of trace 1, as in the reference implementation (TorchJD).
const RIDGE: f64 = 1e-4;

/// `argmin vᵀĜv` over `v ≥ u`, the dual of projecting `Jᵀu` on the cone of directions that are against no task; and the rounds it
/// took, `None` where it was not solved or all gradients are zero.
///
/// `Ĝ = G / tr G + 1e-4 I`; without a trace to divide by it gives `u`.
pub fn project(gramian: &Gramian, preference: &[f64]) -> (Vec<f64>, Option<usize>) {
    let (size, trace) = (gramian.size(), gramian.trace());
    if trace <= 0.0 || !trace.is_finite() {
        return (preference.to_vec(), None);
    }
    let ridge = |place: usize| if place / size == place % size { RIDGE } else { 0.0 };
    let entry = |place: usize| gramian.get(place / size, place % size) / trace + ridge(place);
    let matrix: Vec<f64> = (0..size * size).map(entry).collect();
    // v = u + z with z ≥ 0: ½ zᵀĜz + zᵀĜu is to be smallest.
    let row = |row: usize| -> f64 {
        matrix[row * size..][..size].iter().zip(preference).map(|(entry, wish)| entry * wish).sum()
    };
    let right: Vec<f64> = (0..size).map(|index| -row(index)).collect();
    match minimum(&matrix, &right) {
        Some((added, rounds)) => {
            let weights = preference.iter().zip(added).map(|(wish, added)| wish + added);
            (weights.collect(), Some(rounds))
        }
        None => (preference.to_vec(), None),
    }
}
