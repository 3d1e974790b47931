//! The covariance of tasks that fits their heads best, in closed form, on the host.

use serde::{Deserialize, Serialize};

use crate::weighting::Gramian;
use crate::weighting::linear::eigen;

/// Smallest share that a direction keeps in the inverse, which a covariance without full rank lacks.
const SMALLEST: f64 = 1e-3;

/// A symmetric positive matrix of trace 1 and its inverse, both row-major.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Covariance {
    /// `Ω`: `[tasks * tasks]`
    pub values: Vec<f64>,
    /// `Ω⁻¹`, with shares below a thousandth raised to that.
    pub inverse: Vec<f64>,
}

impl Covariance {
    /// `Ω = G^½ / tr(G^½)`, `G` the dot products of the tasks' weights (Zhang & Yeung 2010); unrelated for `G = 0`.
    ///
    /// - `gramian`: `[tasks * tasks]`, symmetric
    pub fn closed_form(gramian: &[f64]) -> Self {
        let tasks = gramian.len().isqrt();
        let (squares, vectors) = eigen(&Gramian::new(tasks, gramian));
        let roots: Vec<f64> = squares.iter().map(|square| square.max(0.0).sqrt()).collect();
        let trace: f64 = roots.iter().sum();
        if trace <= 0.0 {
            return Self::unrelated(tasks);
        }
        let compose = |shares: &[f64]| {
            let entry = |place: usize| {
                let (row, column) = (place / tasks, place % tasks);
                (0..tasks).map(|k| vectors[row * tasks + k] * shares[k] * vectors[column * tasks + k]).sum()
            };
            (0..tasks * tasks).map(entry).collect::<Vec<f64>>()
        };
        let shares: Vec<f64> = roots.iter().map(|root| root / trace).collect();
        let inverse: Vec<f64> = shares.iter().map(|share| share.max(SMALLEST).recip()).collect();
        Self { values: compose(&shares), inverse: compose(&inverse) }
    }

    /// `Ω = I / T`.
    pub fn unrelated(tasks: usize) -> Self {
        let diagonal = |value: f64| {
            let places = 0..tasks * tasks;
            places.map(|place| if place / tasks == place % tasks { value } else { 0.0 }).collect()
        };
        Self { values: diagonal(1.0 / tasks as f64), inverse: diagonal(tasks as f64) }
    }

    /// `(WᵀW)^½` and its inverse, as if its trace were not brought to 1; `I` and `I` for `W = 0`.
    ///
    /// - `gramian`: `[tasks * tasks]`, the dot products of the columns of `W`
    pub fn root(gramian: &[f64]) -> Self {
        let tasks = gramian.len().isqrt();
        let (squares, _) = eigen(&Gramian::new(tasks, gramian));
        let trace: f64 = squares.iter().map(|square| square.max(0.0).sqrt()).sum();
        let trace = if trace > 0.0 { trace } else { tasks as f64 };
        let Self { values, inverse } = Self::closed_form(gramian);
        let scaled = |matrix: Vec<f64>, by: f64| matrix.into_iter().map(|value| value * by).collect();
        Self { values: scaled(values, trace), inverse: scaled(inverse, trace.recip()) }
    }

    /// The sum of the diagonal.
    pub fn trace(&self) -> f64 {
        let tasks = self.values.len().isqrt();
        self.values.iter().step_by(tasks + 1).sum()
    }

    /// Whether it is of so many tasks, at least one.
    pub fn is_of(&self, tasks: usize) -> bool {
        tasks > 0 && [&self.values, &self.inverse].iter().all(|matrix| matrix.len() == tasks * tasks)
    }

    /// `Ω_ij / √(Ω_ii Ω_jj)`, one row a task; 0 where a task has no weights.
    pub fn correlations(&self) -> Vec<Vec<f64>> {
        let tasks = self.values.len().isqrt();
        let entry = |row: usize, column: usize| self.values[row * tasks + column];
        let correlation = |row: usize, column: usize| {
            let scale = (entry(row, row) * entry(column, column)).sqrt();
            if scale > 0.0 { entry(row, column) / scale } else { 0.0 }
        };
        (0..tasks).map(|row| (0..tasks).map(|column| correlation(row, column)).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closed_form_is_that_worked_by_hand() {
        // W = [2 1; 1 2] is symmetric positive, so (WᵀW)^½ = W, of trace 4; its inverse over 4 is 4/3 · [2 -1; -1 2].
        let found = Covariance::closed_form(&[5.0, 4.0, 4.0, 5.0]);
        for (found, expected) in found.values.iter().zip([0.5, 0.25, 0.25, 0.5]) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        for (found, expected) in found.inverse.iter().zip([8.0, -4.0, -4.0, 8.0]) {
            assert!((found - expected / 3.0).abs() < 1e-9, "{found} {expected}");
        }
        assert!((found.correlations()[0][1] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_root_is_that_worked_by_hand() {
        // W = [2 1; 1 2] is (WᵀW)^½ itself, with singular values 3 and 1; its inverse is 1/3 · [2 -1; -1 2].
        let found = Covariance::root(&[5.0, 4.0, 4.0, 5.0]);
        for (found, expected) in found.values.iter().zip([2.0, 1.0, 1.0, 2.0]) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        for (found, expected) in found.inverse.iter().zip([2.0, -1.0, -1.0, 2.0]) {
            assert!((found - expected / 3.0).abs() < 1e-9, "{found} {expected}");
        }
        assert!((found.trace() - 4.0).abs() < 1e-12);
        assert_eq!(Covariance::root(&[0.0; 4]).values, [1.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn it_is_symmetric_and_positive_with_trace_one() {
        // Three columns of W: (1, 2, 0), (-1, 0, 3), (2, 4, 0); the third is twice the first, so that G is singular.
        let gramian = [5.0, -1.0, 10.0, -1.0, 10.0, -2.0, 10.0, -2.0, 20.0];
        let found = Covariance::closed_form(&gramian);
        let trace: f64 = (0..3).map(|k| found.values[k * 4]).sum();
        assert!((trace - 1.0).abs() < 1e-12);
        for (place, value) in found.values.iter().enumerate() {
            assert!((value - found.values[place % 3 * 3 + place / 3]).abs() < 1e-12);
        }
        let (shares, _) = eigen(&Gramian::new(3, &found.values));
        assert!(shares.iter().all(|share| *share > -1e-9), "{shares:?}");
        assert!(found.inverse.iter().all(|value| value.is_finite()));
        // Ω² is G over the squared trace of G^½.
        let square = |row: usize, column: usize| -> f64 {
            (0..3).map(|k| found.values[row * 3 + k] * found.values[k * 3 + column]).sum()
        };
        assert!((square(0, 2) / square(2, 2) - 0.5).abs() < 1e-9);
        assert!((square(1, 1) / square(2, 2) - 0.5).abs() < 1e-9);
    }
}
