//! Cholesky factors of symmetric positive definite matrices.

/// The lower triangle `L` of `A = L Lᵀ`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    size: usize,
    /// `[size, size]`, row-major; what is above the diagonal is not read.
    lower: Vec<f64>,
}

impl Cholesky {
    /// `None` where the matrix is not definite to rounding. Takes about `size³ / 6` multiplications.
    ///
    /// - `matrix`: `[size, size]`, row-major; its lower triangle is read
    pub fn of(size: usize, mut matrix: Vec<f64>) -> Option<Self> {
        let largest = matrix.iter().step_by(size + 1).copied().fold(0.0, f64::max);
        for row in 0..size {
            let (above, rest) = matrix.split_at_mut(row * size);
            let own = rest.get_mut(..size)?;
            for (column, other) in above.chunks_exact(size).enumerate() {
                let value = own.get(column)? - dot(own.get(..column)?, other.get(..column)?);
                *own.get_mut(column)? = value / other.get(column)?;
            }
            let before = own.get(..row)?;
            let left = own.get(row)? - dot(before, before);
            if left.is_nan() || left <= 1e-14 * largest {
                return None;
            }
            *own.get_mut(row)? = left.sqrt();
        }
        Some(Self { size, lower: matrix })
    }

    /// Solves `A X = B` in place for several right sides.
    ///
    /// - `right`: `B`, `[size, width]`, row-major
    pub fn solve(&self, right: &mut [f64], width: usize) {
        for row in 0..self.size {
            let (above, rest) = right.split_at_mut(row * width);
            let Some(own) = rest.get_mut(..width) else { return };
            let entries = &self.lower[row * self.size..][..=row];
            for (other, &entry) in above.chunks_exact(width).zip(entries) {
                own.iter_mut().zip(other).for_each(|(own, other)| *own -= entry * other);
            }
            own.iter_mut().for_each(|own| *own /= entries[row]);
        }
        for row in (0..self.size).rev() {
            let (above, rest) = right.split_at_mut(row * width);
            let Some(own) = rest.get_mut(..width) else { return };
            let entries = &self.lower[row * self.size..][..=row];
            own.iter_mut().for_each(|own| *own /= entries[row]);
            for (other, &entry) in above.chunks_exact_mut(width).zip(entries) {
                other.iter_mut().zip(&*own).for_each(|(other, own)| *other -= entry * own);
            }
        }
    }
}

/// In four sums, since a single one can't be computed side by side.
pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    for (left, right) in left.zip(right) {
        for lane in 0..4 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_is_that_worked_by_hand() {
        // (4 2; 2 3) x = (8, 7) is solved by (1.25, 1.5), and = (4, 2) by (1, 0).
        let mut right = vec![8.0, 4.0, 7.0, 2.0];
        let factors = Cholesky::of(2, vec![4.0, 2.0, 2.0, 3.0]).expect("a definite matrix");
        factors.solve(&mut right, 2);
        let expected = [1.25, 1.0, 1.5, 0.0];
        assert!(
            right.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12),
            "{right:?}"
        );
        assert_eq!(Cholesky::of(2, vec![1.0, 1.0, 1.0, 1.0]), None);
    }
}
