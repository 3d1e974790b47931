//! The best division of a leaf in two.

use super::Options;
use super::bins::Column;
use super::histogram::{Histogram, Sums};

/// Least sum of second derivatives on either side; LightGBM's and scikit-learn's.
const LEAST_CURVATURE: f64 = 1e-3;

/// Rows that a category needs to be told from others, and rows of no gradient that are mixed into it for its order; scikit-learn's.
const CATEGORY_SUPPORT: f64 = 10.0;

/// A division of a leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Index of the column.
    pub column: usize,
    /// Whether each bin goes left, that of what is missing last.
    pub left: Vec<bool>,
    /// How much lower the loss gets, by its second-order approximation, times 2.
    pub gain: f64,
    /// Of the rows on the left, and on the right.
    pub sums: [Sums; 2],
}

/// The best division of a leaf, the first of equals; `None` if there is none that is allowed and gains anything.
///
/// The gain is `G_l² / (H_l + λ) + G_r² / (H_r + λ) - G² / (H + λ)` for the sums `G` and `H` of first and second derivatives. Chen & Guestrin
/// 2016, <https://arxiv.org/abs/1603.02754>, equation 7. Categories are ordered by `G / (H + 10)`, after which the best two groups are
/// neighbours (Fisher 1958, <https://doi.org/10.1080/01621459.1958.10501479>).
pub fn best(histogram: &Histogram, columns: &[Column], total: Sums, options: &Options) -> Option<Split> {
    let mut best: Option<Split> = None;
    for (index, (column, cells)) in histogram.by_column(columns).enumerate() {
        let Some((missing, known)) = cells.split_last() else { continue };
        let search = Search { total, options };
        let found = if column.is_category() {
            search.groups(cells)
        } else {
            let right = search.threshold(known, Sums::default());
            let left = (missing.rows > 0).then(|| search.threshold(known, *missing)).flatten();
            let (found, is_missing_left) = match (right, left) {
                (Some(right), Some(left)) if left.0 > right.0 => (Some(left), true),
                (None, Some(left)) => (Some(left), true),
                (right, _) => (right, false),
            };
            found.map(|(gain, sums, count)| {
                // Without gaps among these rows a later one goes with the majority.
                let is_larger = 2 * sums.rows > total.rows;
                let missing_left = if missing.rows > 0 { is_missing_left } else { is_larger };
                let left = (0..known.len()).map(|bin| bin < count).chain([missing_left]).collect();
                (gain, sums, left)
            })
        };
        if let Some((gain, sums, left)) = found
            && best.as_ref().is_none_or(|best| gain > best.gain)
        {
            best = Some(Split { column: index, left, gain, sums: [sums, total.less(sums)] });
        }
    }
    best
}

struct Search<'a> {
    total: Sums,
    options: &'a Options,
}

impl Search<'_> {
    /// The gain of so much on the left; `None` where that is not allowed or gains nothing.
    fn gain(&self, left: Sums) -> Option<f64> {
        let right = self.total.less(left);
        let is_allowed =
            |side: Sums| side.rows as usize >= self.options.least_rows && side.curvature >= LEAST_CURVATURE;
        if !is_allowed(left) || !is_allowed(right) {
            return None;
        }
        let score = |sums: Sums| sums.gradient * sums.gradient / (sums.curvature + self.options.penalty);
        let gain = score(left) + score(right) - score(self.total);
        // What is left of equal scores by rounding is no gain.
        (gain > 1e-10 * score(self.total).max(f64::MIN_POSITIVE)).then_some(gain)
    }

    /// Gain, sums on the left, and how many bins go left.
    ///
    /// - `start`: what goes left beside them
    fn threshold(&self, known: &[Sums], start: Sums) -> Option<(f64, Sums, usize)> {
        let mut left = start;
        let mut best: Option<(f64, Sums, usize)> = None;
        for (count, cell) in (1..).zip(known) {
            left = left.plus(*cell);
            if cell.rows == 0 {
                continue;
            }
            if let Some(gain) = self.gain(left)
                && best.is_none_or(|(most, ..)| gain > most)
            {
                best = Some((gain, left, count));
            }
        }
        best
    }

    /// Gain, sums on the left, and which bins go left. What is missing is a category like others; those of few rows go with
    /// the group of more categories, which is the right one.
    fn groups(&self, cells: &[Sums]) -> Option<(f64, Sums, Vec<bool>)> {
        let supported = |cell: &Sums| f64::from(cell.rows) >= CATEGORY_SUPPORT;
        let mut order: Vec<(usize, &Sums)> =
            cells.iter().enumerate().filter(|(_, cell)| supported(cell)).collect();
        let key = |cell: &Sums| cell.gradient / (cell.curvature + CATEGORY_SUPPORT);
        if order.len() < 2 {
            return None;
        }
        order.sort_by(|a, b| key(a.1).total_cmp(&key(b.1)));
        let mut best: Option<(f64, Sums, bool, usize)> = None;
        for is_reversed in [false, true] {
            let mut left = Sums::default();
            for (count, (_, cell)) in
                (1..).zip(&order).take(order.len().div_ceil(2) - usize::from(is_reversed))
            {
                left = left.plus(**cell);
                if let Some(gain) = self.gain(left)
                    && best.is_none_or(|(most, ..)| gain > most)
                {
                    best = Some((gain, left, is_reversed, count));
                }
            }
            order.reverse();
        }
        let (gain, sums, is_reversed, count) = best?;
        if is_reversed {
            order.reverse();
        }
        let mut left = vec![false; cells.len()];
        // Without gaps among these rows a later one goes with the majority.
        if let (Some(is_left), Some(Sums { rows: 0, .. })) = (left.last_mut(), cells.last()) {
            *is_left = 2 * sums.rows > self.total.rows;
        }
        for (bin, _) in order.into_iter().take(count) {
            if let Some(is_left) = left.get_mut(bin) {
                *is_left = true;
            }
        }
        Some((gain, sums, left))
    }
}
