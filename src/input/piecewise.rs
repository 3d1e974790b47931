//! A number as how far it reaches through each of a few bins, which hold equally many training rows.

use serde::{Deserialize, Serialize};

use crate::input::embedding::BINS;
use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::number::{Number, read_raw};
use crate::input::scaling::CLIP;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// Piecewise linear encoding: for bins with edges `b_0 < … < b_T`, `e_t = (x - b_(t-1)) / (b_t - b_(t-1))`, held at 0 below its bin but for
/// the first, and at 1 above it but for the last, which go straight on.
///
/// Edges are the quantiles at `t / T` of the training rows, equal ones taken once. Gorishniy, Rubachev & Babenko 2022, equation 1,
/// <https://arxiv.org/abs/2203.05556>.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piecewise {
    number: Number,
    /// On the number's scale, ascending; fewer than two where training numbers are all the same.
    edges: Vec<f64>,
}

impl Piecewise {
    /// Bins of a fitted number.
    ///
    /// - `train`: the rows that it was fitted to
    pub fn fit(number: Number, column: &Column, train: &[u32]) -> Self {
        let cells = train.iter().filter_map(|&row| column.number(row as usize));
        let edges = edges(cells.map(|value| number.scaled(Some(value))).collect());
        Self { number, edges }
    }

    fn bin_count(&self) -> usize {
        self.edges.len().saturating_sub(1).max(1)
    }

    fn push_value(&self, value: Option<f64>, features: &mut Vec<f32>) {
        if self.edges.len() < 2 {
            features.push(0.0);
        } else {
            features.extend(parts(&self.edges, self.number.scaled(value)));
        }
        self.number.push_flag(value, features);
    }
}

/// The quantiles at `t / T` of numbers, linear between neighbours, equal ones once.
fn edges(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let quantile = |bin: usize| {
        let exact = bin as f64 * last as f64 / BINS as f64;
        let below = exact.floor();
        let low = values.get(below as usize)?;
        let high = values.get(below as usize + 1).unwrap_or(low);
        Some(low + (exact - below) * (high - low))
    };
    let mut edges: Vec<f64> = (0..=BINS).filter_map(quantile).collect();
    edges.dedup();
    edges
}

/// How far a number reaches through each bin.
fn parts(edges: &[f64], value: f64) -> impl Iterator<Item = f32> {
    let last = edges.len().saturating_sub(2);
    edges.windows(2).enumerate().map(move |(bin, pair)| {
        let part = (value - pair[0]) / (pair[1] - pair[0]);
        let least = if bin == 0 { -CLIP } else { 0.0 };
        let most = if bin == last { CLIP } else { 1.0 };
        part.clamp(least, most) as f32
    })
}

impl Kind for Piecewise {
    const SECTION: Section = Section::Numbers;

    fn is_sound(&self) -> bool {
        let is_rising = self.edges.windows(2).all(|pair| pair[0] < pair[1]);
        self.number.is_sound() && is_rising && self.edges.iter().all(|edge| edge.is_finite())
    }

    fn width(&self) -> usize {
        self.bin_count() + self.number.width() - 1
    }

    fn names(&self, column: &str) -> Vec<String> {
        let bins = (1..=self.bin_count()).map(|bin| named(column, format!("bin {bin}")));
        bins.chain(self.number.flag_name(column)).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_value(column.number(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_value(read_raw(cell)?, features);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand from equation 1, with edges 0, 1, 3 and 10.
    #[test]
    fn a_number_reaches_through_bins_as_the_paper_says() {
        for (value, expected) in [
            (0.25, [0.25, 0.0, 0.0]),
            (1.0, [1.0, 0.0, 0.0]),
            (2.0, [1.0, 0.5, 0.0]),
            (4.75, [1.0, 1.0, 0.25]),
            // Beyond the ends straight on: -1 is a bin's width below the first, 17 one above the last.
            (-1.0, [-1.0, 0.0, 0.0]),
            (17.0, [1.0, 1.0, 2.0]),
            (1e9, [1.0, 1.0, CLIP as f32]),
        ] {
            assert_eq!(parts(&[0.0, 1.0, 3.0, 10.0], value).collect::<Vec<f32>>(), expected, "{value}");
        }
    }

    /// `np.unique(np.quantile(x, np.linspace(0, 1, 17)))` of NumPy for `x = arange(101) ** 2` and for 0, 1, 0, 1, 0.
    #[test]
    fn edges_are_quantiles_each_once() {
        let squares = edges((0..=100).rev().map(|i| f64::from(i * i)).collect());
        assert_eq!(squares.len(), BINS + 1);
        let expected =
            [(0, 0.0), (1, 39.25), (2, 156.5), (5, 976.75), (8, 2500.0), (15, 8789.25), (16, 10_000.0)];
        for (index, edge) in expected {
            assert!((squares[index] - edge).abs() < 1e-9, "{index}: {}", squares[index]);
        }
        assert_eq!(edges(vec![0.0, 1.0, 0.0, 1.0, 0.0]), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(edges(vec![4.0; 9]), [4.0]);
        assert!(edges(Vec::new()).is_empty());
    }
}
