//! Principal components: the two directions along which rows differ most.

use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

use super::cholesky::dot;
use super::symmetric;

/// Most features that are read, those that differ most: a product of all pairs takes the square of their number.
pub const MOST_FEATURES: usize = 256;

/// Vectors that are iterated together: the more beyond two, the sooner those two have converged.
const BLOCK: usize = 10;

/// Most iterations; close eigenvalues, whose axes mean little apart, are left as near as they are.
const ITERATIONS: usize = 100;

/// Rows on their two principal axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// Of each row, its centred features along both axes.
    pub at: Vec<[f64; 2]>,
    /// Share of the features' whole variance that each axis has; 0 where nothing varies.
    pub shares: [f64; 2],
    /// Whether more features differ than are read.
    pub is_cut: bool,
}

/// Finds them: the eigenvectors of the largest eigenvalues of the covariance (Hotelling 1933), by subspace iteration (Golub & Van Loan 2013,
/// §8.2). The largest loading of an axis is positive.
///
/// - `rows`: `[rows, width]`, row-major, finite
pub fn principal(rows: &[f32], width: usize) -> Principal {
    let (count, width) = (rows.len() / width.max(1), width.max(1));
    let mut means = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        means.iter_mut().zip(row).for_each(|(mean, &value)| *mean += f64::from(value) / count as f64);
    }
    let mut squares = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        let terms = squares.iter_mut().zip(row).zip(&means);
        terms.for_each(|((square, &value), mean)| *square += (f64::from(value) - mean).powi(2));
    }
    let mut read: Vec<usize> = (0..width).filter(|&feature| squares[feature] > 0.0).collect();
    read.sort_by(|&a, &b| squares[b].total_cmp(&squares[a]));
    let is_cut = read.len() > MOST_FEATURES;
    read.truncate(MOST_FEATURES);
    read.sort_unstable();
    let centred = |row: &[f32]| -> Vec<f64> {
        read.iter().map(|&feature| f64::from(row[feature]) - means[feature]).collect()
    };
    let size = read.len();
    let mut scatter = vec![0.0; size * size];
    for row in rows.chunks_exact(width).map(centred) {
        for (index, own) in scatter.chunks_exact_mut(size.max(1)).enumerate() {
            // The lower triangle; the upper one is its mirror.
            own.iter_mut().zip(&row[..=index]).for_each(|(sum, value)| *sum += row[index] * value);
        }
    }
    for row in 0..size {
        (row + 1..size).for_each(|column| scatter[row * size + column] = scatter[column * size + row]);
    }
    let mut leading = leading(size, &scatter).into_iter();
    let whole: f64 = squares.iter().sum();
    let mut axis = || {
        let (value, mut axis) = leading.next().unwrap_or_else(|| (0.0, vec![0.0; size]));
        let largest =
            axis.iter().copied().fold(0.0, |most: f64, own| if own.abs() > most.abs() { own } else { most });
        axis.iter_mut().for_each(|own| *own *= largest.signum());
        (if whole > 0.0 { (value / whole).clamp(0.0, 1.0) } else { 0.0 }, axis)
    };
    let (first, second) = (axis(), axis());
    let along = |row: Vec<f64>| [dot(&row, &first.1), dot(&row, &second.1)];
    Principal {
        at: rows.chunks_exact(width).map(|row| along(centred(row))).collect(),
        shares: [first.0, second.0],
        is_cut,
    }
}

/// The largest eigenvalues with their eigenvectors, at most two.
///
/// - `matrix`: `[size, size]`, row-major, symmetric and positive semidefinite
fn leading(size: usize, matrix: &[f64]) -> Vec<(f64, Vec<f64>)> {
    let mut random = Pcg64Mcg::seed_from_u64(0);
    let vector = |_| (0..size).map(|_| random.random_range(-1.0..1.0)).collect();
    let mut basis = orthonormal((0..BLOCK.min(size)).map(vector).collect());
    let mut found = Vec::new();
    for _ in 0..ITERATIONS {
        let own = basis.len();
        let products: Vec<Vec<f64>> = basis
            .iter()
            .map(|vector| matrix.chunks_exact(size).map(|row| dot(row, vector)).collect())
            .collect();
        let pairs = basis.iter().flat_map(|left| products.iter().map(move |right| dot(left, right)));
        let (values, rotation) = symmetric::eigen(own, pairs.collect());
        let mut order: Vec<usize> = (0..own).collect();
        order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
        let rotated = |vectors: &[Vec<f64>], column: usize| -> Vec<f64> {
            let mut sum = vec![0.0; size];
            for (index, vector) in vectors.iter().enumerate() {
                let factor = rotation[index * own + column];
                sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += factor * value);
            }
            sum
        };
        found = order.iter().take(2).map(|&column| (values[column], rotated(&basis, column))).collect();
        let images: Vec<Vec<f64>> = order.iter().map(|&column| rotated(&products, column)).collect();
        let largest = found.first().map_or(0.0, |(value, _)| value.abs());
        let is_close = |((value, vector), image): (&(f64, Vec<f64>), &Vec<f64>)| {
            let rest = image.iter().zip(vector).map(|(image, own)| (image - value * own).powi(2));
            rest.sum::<f64>().sqrt() <= 1e-11 * largest
        };
        if own == size || found.iter().zip(&images).all(is_close) {
            break;
        }
        basis = orthonormal(images);
    }
    found
}

/// Vectors of length 1 at right angles that span the same, by Gram and Schmidt's way done twice; what the others span already is left out.
fn orthonormal(vectors: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for mut vector in vectors {
        let before = dot(&vector, &vector).sqrt();
        for _ in 0..2 {
            for other in &basis {
                let along = dot(&vector, other);
                vector.iter_mut().zip(other).for_each(|(own, other)| *own -= along * other);
            }
        }
        let length = dot(&vector, &vector).sqrt();
        if length > 1e-12 * before {
            vector.iter_mut().for_each(|own| *own /= length);
            basis.push(vector);
        }
    }
    basis
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[[f64; 2]], expected: &[[f64; 2]]) {
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() < 1e-7, "{found} against {expected}");
        }
    }

    // NumPy: `u, s, vt = np.linalg.svd(x - x.mean(0))`, each row of `vt` with its largest entry positive, `(x - x.mean(0)) @ vt[k]` and
    // `s ** 2 / (s ** 2).sum()`.
    #[test]
    fn components_are_numpys() {
        let rows = [2.0, 0.0, 1.0, 3.0, 1.0, 0.0, 4.0, 1.0, 3.0, 5.0, 3.0, 2.0, 7.0, 2.0, 5.0];
        let found = principal(&rows, 3);
        let expected = [
            [-2.717_316_84, -0.918_434_16],
            [-2.402_929_31, 0.699_189_65],
            [0.277_904_43, -0.834_001_29],
            [0.875_991_96, 1.540_708_94],
            [3.966_349_77, -0.487_463_14],
        ];
        near(&found.at, &expected);
        near(&[found.shares], &[[0.854_436_88, 0.133_314_65]]);
    }

    // The same of `x = (r * 37 + c * c * 11 + r * c * 5) % 23 / 4` for 40 rows `r` and 16 columns `c`: more than are iterated together.
    #[test]
    fn components_of_more_features_are_numpys() {
        let entry = |index: usize| {
            let (row, column) = (index / 16, index % 16);
            ((row * 37 + column * column * 11 + row * column * 5) % 23) as f32 / 4.0
        };
        let found = principal(&(0..640).map(entry).collect::<Vec<f32>>(), 16);
        let expected =
            [[-4.045_078_70, 4.081_227_59], [0.365_814_85, 0.561_891_99], [1.791_098_79, -0.869_051_16]];
        near(&[0, 17, 39].map(|row| found.at[row]), &expected);
        near(&[found.shares], &[[0.167_039_82, 0.144_915_11]]);
    }

    #[test]
    fn rows_that_do_not_differ_stand_at_nothing() {
        let found = principal(&[2.0; 12], 3);
        assert_eq!((found.at, found.shares), (vec![[0.0; 2]; 4], [0.0; 2]));
        assert!(principal(&[], 3).at.is_empty() && principal(&[], 0).at.is_empty());
        let along = principal(&[0.0, 1.0, 0.0, 3.0], 2);
        assert_eq!((along.at, along.shares), (vec![[-1.0, 0.0], [1.0, 0.0]], [1.0, 0.0]));
        let only = principal(&[0.0, 0.0, 1.0, 2.0, 2.0, 4.0], 2);
        assert!((only.shares[0] - 1.0).abs() < 1e-12 && only.shares[1] < 1e-12, "{only:?}");
    }
}
