//! Small dense systems of equations.

use super::Gramian;

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

/// Eigenvalues, and eigenvectors as the columns of `[size, size]`, by Jacobi's rotations (Golub & Van Loan 2013, §8.5).
pub fn eigen(gramian: &Gramian) -> (Vec<f64>, Vec<f64>) {
    let size = gramian.size();
    let mut matrix: Vec<f64> = (0..size).flat_map(|row| gramian.row(row).to_vec()).collect();
    let mut vectors: Vec<f64> =
        (0..size * size).map(|place| f64::from(u8::from(place / size == place % size))).collect();
    // Convergence is quadratic: a handful of sweeps for any size.
    for _ in 0..64 {
        let mut is_diagonal = true;
        for p in 0..size {
            for q in p + 1..size {
                let (app, aqq, apq) = (matrix[p * size + p], matrix[q * size + q], matrix[p * size + q]);
                if apq.abs() <= 1e-15 * (app.abs() * aqq.abs()).sqrt().max(f64::MIN_POSITIVE) {
                    continue;
                }
                is_diagonal = false;
                let ratio = (aqq - app) / (2.0 * apq);
                let tangent = ratio.signum() / (ratio.abs() + ratio.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let sine = tangent * cosine;
                for k in 0..size {
                    let (left, right) = (matrix[k * size + p], matrix[k * size + q]);
                    matrix[k * size + p] = cosine * left - sine * right;
                    matrix[k * size + q] = sine * left + cosine * right;
                }
                for k in 0..size {
                    let (left, right) = (matrix[p * size + k], matrix[q * size + k]);
                    matrix[p * size + k] = cosine * left - sine * right;
                    matrix[q * size + k] = sine * left + cosine * right;
                    let (left, right) = (vectors[k * size + p], vectors[k * size + q]);
                    vectors[k * size + p] = cosine * left - sine * right;
                    vectors[k * size + q] = sine * left + cosine * right;
                }
            }
        }
        if is_diagonal {
            break;
        }
    }
    ((0..size).map(|place| matrix[place * size + place]).collect(), vectors)
}
