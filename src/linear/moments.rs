//! Means and products of columns, and the inverse Hessian that they approximate.

use super::design::{Design, Row};
use crate::examples::Labelled;
use crate::math::cholesky::Cholesky;

/// Columns up to which all products are summed and factored; beyond them the squares alone.
pub(super) const MOST_FACTORED: usize = 400;

/// Weighted sums over training rows.
#[derive(Clone, Debug)]
pub struct Moments {
    columns: usize,
    next: usize,
    total: f64,
    sums: Vec<f64>,
    /// Lower triangle of `[columns, columns]`, row-major, or the diagonal alone.
    products: Vec<f64>,
    row: Vec<f64>,
}

impl Moments {
    pub fn new(columns: usize) -> Self {
        let products = if columns <= MOST_FACTORED { columns * columns } else { columns };
        Self {
            columns,
            next: 0,
            total: 0.0,
            sums: vec![0.0; columns],
            products: vec![0.0; products],
            row: vec![0.0; columns],
        }
    }

    /// Whether all products are summed.
    fn is_whole(&self) -> bool {
        self.columns <= MOST_FACTORED
    }

    /// Multiplications that a row takes.
    pub fn cost(&self, design: &Design) -> usize {
        let width = design.width();
        if self.is_whole() { width * (width + 4) / 2 } else { width * 2 }
    }

    /// Adds some more rows; whether all are in.
    pub fn add(&mut self, design: &Design, labelled: &Labelled, rows: usize) -> bool {
        let some = labelled.rows.iter().zip(&labelled.weights).skip(self.next).take(rows);
        for (&row, &weight) in some {
            self.total += weight;
            let row = design.row(row);
            row.entries(|column, value| {
                if let Some(sum) = self.sums.get_mut(column) {
                    *sum += weight * value;
                }
            });
            if self.is_whole() {
                self.add_products(row, weight);
            } else {
                row.entries(|column, value| {
                    if let Some(sum) = self.products.get_mut(column) {
                        *sum += weight * value * value;
                    }
                });
            }
        }
        self.next += rows;
        self.next >= labelled.rows.len()
    }

    fn add_products(&mut self, row: Row<'_>, weight: f64) {
        let columns = self.columns;
        self.row.fill(0.0);
        // Added, not set: a column may come twice in a row.
        row.entries(|column, value| {
            if let Some(own) = self.row.get_mut(column) {
                *own += value;
            }
        });
        let Self { row: values, products, .. } = self;
        match row {
            Row::Dense(_) => {
                for (column, sums) in products.chunks_exact_mut(columns).enumerate() {
                    let scaled = weight * values[column];
                    let (sums, values) = (&mut sums[..=column], &values[..=column]);
                    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += scaled * value);
                }
            }
            Row::Sparse(indices, own) => {
                for (&column, &value) in indices.iter().zip(own) {
                    let (column, scaled) = (column as usize, weight * f64::from(value));
                    for (&other, &value) in
                        indices.iter().zip(own).filter(|(other, _)| **other as usize <= column)
                    {
                        products[column * columns + other as usize] += scaled * f64::from(value);
                    }
                }
            }
        }
    }

    /// Weighted means of the columns.
    pub fn means(&self) -> Vec<f64> {
        self.sums.iter().map(|sum| sum / self.total).collect()
    }

    /// An approximate inverse Hessian of the mean loss and its penalty.
    ///
    /// - `curvature`: of the loss by a score
    pub fn inverse(&self, curvature: f64, penalty: f64) -> Inverse {
        let mean = |column: usize| self.sums.get(column).copied().unwrap_or(0.0) / self.total;
        let entry = |row: usize, column: usize, product: f64| {
            let held = if row == column { penalty } else { 0.0 };
            curvature * (product / self.total - mean(row) * mean(column)) + held
        };
        if self.is_whole() {
            let size = self.columns;
            let matrix = |more: f64| {
                let entries = self.products.iter().enumerate().map(|(index, &product)| {
                    let (row, column) = (index / size, index % size);
                    entry(row, column, product) + if row == column { more } else { 0.0 }
                });
                entries.collect()
            };
            let largest = (0..size).map(|column| entry(column, column, self.products[column * (size + 1)]));
            let largest = largest.fold(0.0, f64::max);
            // Without a penalty columns may depend on one another: a little more than rounding keeps the matrix definite.
            let factors =
                [0.0, 1e-10, 1e-6].into_iter().find_map(|more| Cholesky::of(size, matrix(more * largest)));
            if let Some(factors) = factors {
                return Inverse::Whole(factors);
            }
        }
        let step = if self.is_whole() { self.columns + 1 } else { 1 };
        let squares = self.products.iter().step_by(step).enumerate();
        let held = squares.map(|(column, &square)| entry(column, column, square).max(1e-12).recip());
        Inverse::Diagonal(held.collect())
    }
}

/// An approximate inverse Hessian by coefficients, the same for each score.
#[derive(Clone, Debug)]
pub enum Inverse {
    Whole(Cholesky),
    Diagonal(Vec<f64>),
}

impl Inverse {
    /// Multiplies by it, in place.
    ///
    /// - `way`: `[columns, scores]`, row-major
    pub fn apply(&self, way: &mut [f64], scores: usize) {
        match self {
            Self::Whole(factors) => factors.solve(way, scores),
            Self::Diagonal(values) => {
                for (way, value) in way.chunks_exact_mut(scores.max(1)).zip(values) {
                    way.iter_mut().for_each(|way| *way *= value);
                }
            }
        }
    }
}
