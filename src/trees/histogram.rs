//! Sums of gradients by bin: all that the search for a split needs to know about the rows of a leaf.

use super::bins::Column;

/// Sums over rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// First derivatives of the loss by a score.
    pub gradient: f64,
    /// Second derivatives.
    pub curvature: f64,
    /// How many rows.
    pub rows: u32,
}

impl Sums {
    pub fn plus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient + other.gradient,
            curvature: self.curvature + other.curvature,
            rows: self.rows + other.rows,
        }
    }

    pub fn less(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            rows: self.rows - other.rows,
        }
    }
}

/// First and second derivative of the loss by one score, of each training row.
pub type Slopes = [f32; 2];

/// Sums for each bin of each column, that of what is missing last.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    cells: Vec<Sums>,
}

impl Histogram {
    /// Of some of the training rows.
    pub fn of(columns: &[Column], slopes: &[Slopes], rows: &[u32]) -> Self {
        let size = columns.iter().map(|column| column.bins() + 1).sum();
        let mut cells = vec![Sums::default(); size];
        // Together once, instead of apart for each column.
        let own: Vec<Slopes> =
            rows.iter().map(|&row| slopes.get(row as usize).copied().unwrap_or_default()).collect();
        let mut rest = cells.as_mut_slice();
        for column in columns {
            let (cells, others) = rest.split_at_mut(column.bins() + 1);
            for (&row, [gradient, curvature]) in rows.iter().zip(&own) {
                let code = column.codes.get(row as usize).copied().unwrap_or_default();
                if let Some(cell) = cells.get_mut(usize::from(code)) {
                    cell.gradient += f64::from(*gradient);
                    cell.curvature += f64::from(*curvature);
                    cell.rows += 1;
                }
            }
            rest = others;
        }
        Self { cells }
    }

    /// What is left of a leaf without some of its rows.
    pub fn without(mut self, other: &Self) -> Self {
        self.cells.iter_mut().zip(&other.cells).for_each(|(own, other)| *own = own.less(*other));
        self
    }

    /// The sums of each column in turn.
    pub fn by_column<'a>(&'a self, columns: &'a [Column]) -> impl Iterator<Item = (&'a Column, &'a [Sums])> {
        let mut rest = self.cells.as_slice();
        columns.iter().map(move |column| {
            let (cells, others) = rest.split_at((column.bins() + 1).min(rest.len()));
            rest = others;
            (column, cells)
        })
    }
}
