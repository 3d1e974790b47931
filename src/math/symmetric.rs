//! Symmetric matrices.

/// Eigenvalues, and eigenvectors as the columns of `[size, size]`, by Jacobi's rotations (Golub & Van Loan 2013, §8.5).
///
/// - `matrix`: `[size, size]`, row-major, symmetric
pub fn eigen(size: usize, mut matrix: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
    let mut vectors: Vec<f64> =
        (0..size * size).map(|index| f64::from(u8::from(index / size == index % size))).collect();
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
    ((0..size).map(|index| matrix[index * size + index]).collect(), vectors)
}
