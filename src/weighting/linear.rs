//! Small dense systems of equations.

use super::Gramian;
use crate::math::symmetric;

/// Solves `A x = b` for a symmetric positive definite `A` by Cholesky factors; `None` where it is not (to rounding).
///
/// - `matrix`: `[size, size]`, row-major
pub fn solve_symmetric(matrix: &[f64], right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let mut lower = vec![0.0; size * size];
    let largest = (0..size).map(|place| matrix[place * size + place]).fold(0.0, f64::max);
    for row in 0..size {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| lower[row * size + k] * lower[column * size + k]).sum();
            let rest = matrix[row * size + column] - dot;
            lower[row * size + column] = if row == column {
                if rest <= 1e-14 * largest {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[column * size + column]
            };
        }
    }
    let mut solution = right.to_vec();
    for row in 0..size {
        let dot: f64 = (0..row).map(|k| lower[row * size + k] * solution[k]).sum();
        solution[row] = (solution[row] - dot) / lower[row * size + row];
    }
    for row in (0..size).rev() {
        let dot: f64 = (row + 1..size).map(|k| lower[k * size + row] * solution[k]).sum();
        solution[row] = (solution[row] - dot) / lower[row * size + row];
    }
    solution.iter().all(|value| value.is_finite()).then_some(solution)
}

/// The same for some of the rows and columns: one number for each of `indices`, all others being 0.
pub fn solve_among(matrix: &[f64], right: &[f64], indices: &[usize]) -> Option<Vec<f64>> {
    let size = right.len();
    let rows = indices.iter().flat_map(|&row| indices.iter().map(move |&column| matrix[row * size + column]));
    let right: Vec<f64> = indices.iter().map(|&row| right[row]).collect();
    solve_symmetric(&rows.collect::<Vec<f64>>(), &right)
}

/// Eigenvalues, and eigenvectors as the columns of `[size, size]`; see [`symmetric::eigen`].
pub fn eigen(gramian: &Gramian) -> (Vec<f64>, Vec<f64>) {
    let size = gramian.size();
    symmetric::eigen(size, (0..size).flat_map(|row| gramian.row(row).to_vec()).collect())
}
