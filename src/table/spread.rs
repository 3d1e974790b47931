//! How a column's values are spread: range, middle and histogram of numbers, the most frequent of labels.

use std::cmp::Ordering;
use std::iter::repeat_n;

use crate::table::date::Moment;
use crate::table::summary::ValueSummary;

const BINS: usize = 16;

/// Bins of equal width from the lowest value to the highest.
struct Bins {
    low: f64,
    high: f64,
    /// Rows of each.
    counts: Vec<usize>,
}

impl Bins {
    /// Counts values, each with its rows, in no order.
    fn of(values: &[(f64, usize)]) -> Self {
        let first = values.first().map_or(0.0, |value| value.0);
        let wider = |(low, high): (f64, f64), &(value, _): &(f64, usize)| (low.min(value), high.max(value));
        let (low, high) = values.iter().fold((first, first), wider);
        let mut bins = Self { low, high, counts: vec![0; if high > low { BINS } else { 1 }] };
        for &(value, rows) in values {
            let place = bins.place(value);
            bins.counts[place] += rows;
        }
        bins
    }

    fn place(&self, value: f64) -> usize {
        let count = self.counts.len();
        (((value - self.low) / (self.high - self.low) * count as f64) as usize).min(count - 1)
    }

    /// The bin of a row, counted from the lowest value on, and the rows in lower bins.
    fn of_row(&self, row: usize) -> (usize, usize) {
        let mut below = 0;
        for (place, rows) in self.counts.iter().enumerate() {
            if row < below + rows {
                return (place, below);
            }
            below += rows;
        }
        (self.counts.len() - 1, below)
    }

    /// The middle of the counted values, 0 for none; only bins in which it may lie are put in order.
    fn median(&self, values: &[(f64, usize)]) -> f64 {
        let rows: usize = self.counts.iter().sum();
        if rows == 0 {
            return 0.0;
        }
        let (lower, upper) = ((rows - 1) / 2, rows / 2);
        let ((first, below), (last, _)) = (self.of_row(lower), self.of_row(upper));
        let is_near = |value: f64| (first..=last).contains(&self.place(value));
        let near = values.iter().filter(|value| is_near(value.0));
        let mut near: Vec<f64> = near.flat_map(|&(value, rows)| repeat_n(value, rows)).collect();
        let (_, &mut middle, above) = near.select_nth_unstable_by(lower - below, f64::total_cmp);
        if lower == upper {
            return middle;
        }
        (middle + above.iter().copied().fold(f64::INFINITY, f64::min)) / 2.0
    }
}

/// Different numbers, each with its rows.
pub fn of_numbers(values: &[(f64, usize)]) -> ValueSummary {
    let bins = Bins::of(values);
    ValueSummary::Numbers {
        low: bins.low,
        high: bins.high,
        median: bins.median(values),
        whole: values.iter().all(|(value, _)| value.fract() == 0.0),
        bins: bins.counts,
    }
}

/// Different dates, each with its rows.
pub fn of_dates(mut moments: Vec<(Moment, usize)>) -> ValueSummary {
    moments.sort_unstable_by(|(a, _), (b, _)| a.day.cmp(&b.day).then(a.hour.total_cmp(&b.hour)));
    let days: Vec<(f64, usize)> = moments.iter().map(|(moment, rows)| (moment.days(), *rows)).collect();
    let rows: usize = moments.iter().map(|(_, rows)| rows).sum();
    let mut below = 0;
    let middle = moments.iter().find(|(_, rows_of_one)| {
        below += rows_of_one;
        rows / 2 < below
    });
    let iso = |moment: Option<&(Moment, usize)>| moment.map_or_else(String::new, |(moment, _)| moment.iso());
    ValueSummary::Dates {
        low: iso(moments.first()),
        high: iso(moments.last()),
        median: iso(middle),
        bins: Bins::of(&days).counts,
    }
}

/// The first of `0..count`, at most `most` of them, in an order; of a million keys only those that are shown are put in it.
pub fn first_in_order(count: usize, most: usize, order: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut first: Vec<usize> = Vec::with_capacity(most + 1);
    for code in 0..count {
        if first.len() == most && first.last().is_some_and(|&last| order(last, code).is_le()) {
            continue;
        }
        let place = first.partition_point(|&other| order(other, code).is_le());
        first.insert(place, code);
        first.truncate(most);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_of_all_rows_in_order() {
        // Made numbers, few and many, alike and far apart.
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for case in 0..500 {
            let values: Vec<(f64, usize)> = (0..1 + next(40))
                .map(|_| {
                    (
                        next(50) as f64 * if case % 3 == 0 { 1e6_f64.powi(next(3) as i32) } else { 1.0 },
                        1 + next(5) as usize,
                    )
                })
                .collect();
            let mut sorted: Vec<f64> =
                values.iter().flat_map(|&(value, rows)| repeat_n(value, rows)).collect();
            sorted.sort_by(f64::total_cmp);
            let half = sorted.len() / 2;
            let expected = match sorted.len() % 2 {
                1 => sorted[half],
                _ => (sorted[half - 1] + sorted[half]) / 2.0,
            };
            let bins = Bins::of(&values);
            assert_eq!(bins.median(&values), expected, "{values:?}");
            assert_eq!(bins.counts.iter().sum::<usize>(), sorted.len());
            assert_eq!((bins.low, bins.high), (sorted[0], sorted[sorted.len() - 1]));
        }
        assert_eq!(Bins::of(&[]).median(&[]), 0.0);
    }

    #[test]
    fn the_first_in_order_are_those_of_sorting_all() {
        let size = |place: usize| place * 7919 % 101;
        let order = |a: usize, b: usize| size(b).cmp(&size(a)).then(a.cmp(&b));
        let mut sorted: Vec<usize> = (0..300).collect();
        sorted.sort_by(|&a, &b| order(a, b));
        for most in [1, 40, 300, 400] {
            assert_eq!(first_in_order(300, most, order), sorted[..most.min(300)]);
        }
    }
}
