//! The inputs of a linear model: rows of numbers, kept whole or without their zeros, whichever is smaller.

use super::LinearError;

/// Rows of numbers. Standardise columns first, one by one, or penalties weigh on them unequally; centring is not needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    rows: usize,
    columns: usize,
    storage: Storage,
}

#[derive(Clone, Debug, PartialEq)]
enum Storage {
    /// `[rows, columns]`, row-major.
    Dense(Vec<f32>),
    /// Compressed rows: where each row begins, one more than rows, and columns and values of what is not 0.
    Sparse { starts: Vec<usize>, columns: Vec<u32>, values: Vec<f32> },
}

/// Share of numbers that are not 0 below which they are kept without zeros: an index beside each costs as much again, and order.
const SPARSE: f64 = 0.25;

/// One row of a design.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row<'a> {
    Dense(&'a [f32]),
    Sparse(&'a [u32], &'a [f32]),
}

impl Design {
    /// - `values`: `[rows, columns]`, row-major; without columns there are no rows
    ///
    /// # Errors
    /// Values that are no whole number of rows, or not finite.
    pub fn dense(columns: usize, values: Vec<f32>) -> Result<Self, LinearError> {
        let rows = values.len().checked_div(columns).unwrap_or(0);
        if rows * columns != values.len() {
            return Err(LinearError::Shape { columns, found: values.len() });
        }
        let known = values.iter().filter(|&&value| value != 0.0).count();
        if (known as f64) < SPARSE * values.len() as f64 {
            return Self::sparse(columns, values.chunks_exact(columns).map(kept));
        }
        let storage = Storage::Dense(values);
        Self { rows, columns, storage }.checked()
    }

    /// From rows of column indices and values, in any order; all others are 0, and a column that comes twice in a row counts as the sum.
    ///
    /// # Errors
    /// An index beyond the columns, or a value that is not finite.
    pub fn sparse<R>(columns: usize, rows: impl Iterator<Item = R>) -> Result<Self, LinearError>
    where
        R: IntoIterator<Item = (u32, f32)>,
    {
        let (mut starts, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        for row in rows {
            for (column, value) in row.into_iter().filter(|(_, value)| *value != 0.0) {
                if column as usize >= columns {
                    return Err(LinearError::Column { column, columns });
                }
                indices.push(column);
                values.push(value);
            }
            starts.push(values.len());
        }
        let rows = starts.len() - 1;
        let storage = Storage::Sparse { starts, columns: indices, values };
        Self { rows, columns, storage }.checked()
    }

    fn checked(self) -> Result<Self, LinearError> {
        let values = match &self.storage {
            Storage::Dense(values) | Storage::Sparse { values, .. } => values,
        };
        if values.iter().all(|value| value.is_finite()) { Ok(self) } else { Err(LinearError::NotFinite) }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Numbers of a row that are kept, on average; at least one.
    pub(super) fn width(&self) -> usize {
        match &self.storage {
            Storage::Dense(_) => self.columns.max(1),
            Storage::Sparse { values, .. } => values.len() / self.rows.max(1) + 1,
        }
    }

    /// A row; empty beyond the last.
    pub(super) fn row(&self, row: u32) -> Row<'_> {
        let row = row as usize;
        match &self.storage {
            Storage::Dense(values) => {
                let found = values.get(row * self.columns..(row + 1) * self.columns);
                Row::Dense(found.unwrap_or_default())
            }
            Storage::Sparse { starts, columns, values } => {
                let range =
                    starts.get(row).zip(starts.get(row + 1)).map_or(0..0, |(&start, &end)| start..end);
                Row::Sparse(
                    columns.get(range.clone()).unwrap_or_default(),
                    values.get(range).unwrap_or_default(),
                )
            }
        }
    }
}

/// What is not 0 in a row, with its column.
fn kept(row: &[f32]) -> impl Iterator<Item = (u32, f32)> + '_ {
    (0..).zip(row.iter().copied())
}

impl Row<'_> {
    /// Columns and values, zeros left out where they are.
    pub fn entries(self, mut each: impl FnMut(usize, f64)) {
        match self {
            Self::Dense(values) => {
                values.iter().enumerate().for_each(|(column, &value)| each(column, value.into()))
            }
            Self::Sparse(columns, values) => {
                columns.iter().zip(values).for_each(|(&column, &value)| each(column as usize, value.into()));
            }
        }
    }

    /// Adds the row times coefficients to scores.
    ///
    /// - `coefficients`: `[columns, scores]`, row-major
    pub fn add_scores(self, coefficients: &[f64], scores: &mut [f64]) {
        match (self, scores) {
            (Self::Dense(values), [score]) => *score += mixed_dot(values, coefficients),
            (row, scores) => {
                let width = scores.len();
                row.entries(|column, value| {
                    let own = coefficients.get(column * width..).unwrap_or_default();
                    scores.iter_mut().zip(own).for_each(|(score, own)| *score += value * own);
                });
            }
        }
    }

    /// Adds the row times the slopes of its scores to the gradient of the coefficients.
    ///
    /// - `gradient`: `[columns, scores]`, row-major
    pub fn add_gradient(self, slopes: &[f64], gradient: &mut [f64]) {
        match (self, slopes) {
            (Self::Dense(values), [slope]) => {
                gradient.iter_mut().zip(values).for_each(|(sum, &value)| *sum += slope * f64::from(value));
            }
            (row, slopes) => {
                let width = slopes.len();
                row.entries(|column, value| {
                    let own = gradient.get_mut(column * width..).unwrap_or_default();
                    own.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += value * slope);
                });
            }
        }
    }
}

/// Dot product in four sums, since a single one can't be computed side by side.
fn mixed_dot(values: &[f32], coefficients: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left, right) = (values.chunks_exact(4), coefficients.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(&a, b)| f64::from(a) * b).sum();
    for (left, right) in left.zip(right) {
        for lane in 0..4 {
            sums[lane] += f64::from(left[lane]) * right[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_no_rows_say_why() {
        assert_eq!(Design::dense(2, vec![1.0; 3]).err(), Some(LinearError::Shape { columns: 2, found: 3 }));
        assert_eq!(Design::dense(0, vec![1.0]).err(), Some(LinearError::Shape { columns: 0, found: 1 }));
        assert_eq!(Design::dense(1, vec![f32::NAN]).err(), Some(LinearError::NotFinite));
        let beyond = Design::sparse(2, [[(2, 1.0)]].into_iter());
        assert_eq!(beyond.err(), Some(LinearError::Column { column: 2, columns: 2 }));
    }

    #[test]
    fn mostly_zeros_are_left_out() {
        let design =
            Design::dense(5, vec![0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).expect("a design");
        assert!(matches!(design.row(0), Row::Sparse(&[2], &[2.0])));
        assert!(matches!(design.row(1), Row::Sparse(&[], &[])));
        assert!(matches!(design.row(2), Row::Sparse(&[], &[])));
    }
}
