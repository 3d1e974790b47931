//! Columns in at most 255 bins, so that a split is looked for among bins and not among rows.

use super::table::{Feature, FeatureKind};
use super::test::{Test, finite};

/// Most bins of a column, beside one for what is missing.
const MOST: usize = 255;

/// How the values of a column fall into bins, learned from training rows.
#[derive(Clone, Debug, PartialEq)]
enum Edges {
    /// Ascending: a bin holds what is at or below its edge and above the last one; the last bin has none.
    Numbers(Vec<f32>),
    /// Ascending codes, one for each bin. A code that isn't among them counts as missing.
    Codes(Vec<f32>),
}

/// One column of the training rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    edges: Edges,
    /// The bin of each training row; that of what is missing is the last.
    pub codes: Vec<u8>,
}

impl Column {
    /// - `rows`: those to train on
    pub fn of(feature: &Feature, rows: &[u32]) -> Self {
        let value = |&row: &u32| feature.values.get(row as usize).copied().map_or(f32::NAN, finite);
        let mut known: Vec<f32> = rows.iter().map(value).filter(|value| !value.is_nan()).collect();
        known.sort_unstable_by(f32::total_cmp);
        let edges = match feature.kind {
            FeatureKind::Number => Edges::Numbers(thresholds(&known)),
            FeatureKind::Category => Edges::Codes(most_frequent(&known)),
        };
        let column = Self { edges, codes: Vec::new() };
        let codes = rows.iter().map(|row| column.code(value(row))).collect();
        Self { codes, ..column }
    }

    /// Bins without that of what is missing.
    pub fn bins(&self) -> usize {
        match &self.edges {
            Edges::Numbers(edges) => edges.len() + 1,
            Edges::Codes(codes) => codes.len(),
        }
    }

    /// Whether bins have no order.
    pub fn is_category(&self) -> bool {
        match self.edges {
            Edges::Numbers(_) => false,
            Edges::Codes(_) => true,
        }
    }

    /// The codes that have a bin, ascending; none for numbers.
    pub fn known(&self) -> &[f32] {
        match &self.edges {
            Edges::Numbers(_) => &[],
            Edges::Codes(codes) => codes,
        }
    }

    fn code(&self, value: f32) -> u8 {
        let missing = self.bins();
        let bin = match &self.edges {
            _ if value.is_nan() => missing,
            Edges::Numbers(edges) => edges.partition_point(|&edge| edge < value),
            Edges::Codes(codes) => codes.binary_search_by(|code| code.total_cmp(&value)).unwrap_or(missing),
        };
        bin as u8
    }

    /// The test of values that holds for these bins.
    ///
    /// - `left`: whether each bin goes left; of numbers the first ones
    pub fn test(&self, left: &[bool]) -> Test {
        match &self.edges {
            Edges::Numbers(edges) => {
                let count = left.iter().take(self.bins()).filter(|is_left| **is_left).count();
                // What is known goes left, what is missing right, where all bins do.
                Test::AtMost(
                    count.checked_sub(1).and_then(|last| edges.get(last)).copied().unwrap_or(f32::MAX),
                )
            }
            Edges::Codes(codes) => {
                let chosen = codes.iter().zip(left).filter(|(_, is_left)| **is_left);
                Test::Among(chosen.map(|(code, _)| *code).collect())
            }
        }
    }
}

/// Edges half-way between values: between all of them, or between those at equal shares of the rows where they are too many.
fn thresholds(sorted: &[f32]) -> Vec<f32> {
    let middle = |low: f32, high: f32| {
        let middle = 0.5 * low + 0.5 * high;
        if middle < high { middle.max(low) } else { low }
    };
    let pairs = sorted.windows(2);
    let steps: Vec<f32> =
        pairs.filter(|pair| pair[0] < pair[1]).map(|pair| middle(pair[0], pair[1])).take(MOST).collect();
    if steps.len() < MOST {
        return steps;
    }
    let at = |share: usize| {
        let index = (sorted.len() * share).div_ceil(MOST);
        let low = index.checked_sub(1).and_then(|below| sorted.get(below))?;
        sorted.get(index).map(|&high| if *low < high { middle(*low, high) } else { *low })
    };
    let mut edges: Vec<f32> = (1..MOST).filter_map(at).collect();
    edges.dedup();
    // Of the largest value alone there is nothing above.
    if edges.last() == sorted.last() {
        edges.pop();
    }
    edges
}

/// The codes that most rows have, ascending; of equals the lower ones.
fn most_frequent(sorted: &[f32]) -> Vec<f32> {
    let mut runs: Vec<(usize, f32)> =
        sorted.chunk_by(|a, b| a == b).filter_map(|run| Some((run.len(), *run.first()?))).collect();
    runs.sort_by_key(|(rows, _)| std::cmp::Reverse(*rows));
    let mut codes: Vec<f32> = runs.into_iter().take(MOST).map(|(_, code)| code).collect();
    codes.sort_unstable_by(f32::total_cmp);
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: Vec<f32>, kind: FeatureKind) -> Column {
        let rows: Vec<u32> = (0..values.len() as u32).collect();
        Column::of(&Feature { values, kind }, &rows)
    }

    #[test]
    fn few_values_have_a_bin_each_and_gaps_the_last() {
        let found = column(vec![2.0, f32::NAN, -1.0, 4.0, 2.0, f32::INFINITY], FeatureKind::Number);
        assert_eq!(found.codes, [1, 4, 0, 2, 1, 3]);
        let numbers = |left: [bool; 4]| found.test(&left);
        assert_eq!(numbers([true, false, false, false]), Test::AtMost(0.5));
        assert_eq!(numbers([true, true, false, false]), Test::AtMost(3.0));
        assert_eq!(numbers([true; 4]), Test::AtMost(f32::MAX));
    }

    #[test]
    fn many_values_share_bins_of_equal_rows() {
        let found = column((0..5100).map(|value| value as f32).collect(), FeatureKind::Number);
        assert_eq!(found.bins(), MOST);
        for bin in 0..=254 {
            assert_eq!(found.codes.iter().filter(|code| **code == bin).count(), 20, "bin {bin}");
        }
        // Nearly all rows have the same value: it shares its bin with no more rows than another bin has.
        let uneven = (0..3000).map(|value| if value < 300 { value as f32 } else { 1000.0 }).collect();
        let found = column(uneven, FeatureKind::Number);
        let last = found.codes[2999];
        let together = found.codes.iter().filter(|code| **code == last).count();
        assert!((2700..2712).contains(&together), "{together} rows");
    }

    #[test]
    fn a_test_of_values_holds_where_that_of_bins_does() {
        // 300 values below one that a third of the rows have, and 300 above it: edges are values then.
        let value = |row: u16| f32::from(if row < 600 { row.min(300) } else { row });
        let values: Vec<f32> = (0..900).map(value).collect();
        let found = column(values.clone(), FeatureKind::Number);
        for count in 1..=found.bins() {
            let left: Vec<bool> = (0..found.bins()).map(|bin| bin < count).collect();
            let test = found.test(&left);
            for (value, &code) in values.iter().zip(&found.codes) {
                assert_eq!(test.is_left(*value, &[]), Some(left[usize::from(code)]), "{value} {count}");
            }
        }
    }

    #[test]
    fn rare_codes_count_as_missing() {
        let values = (0..600).map(|row| if row < 300 { row as f32 } else { (row % 150) as f32 }).collect();
        let found = column(values, FeatureKind::Category);
        assert_eq!((found.bins(), found.codes[3], found.codes[299]), (MOST, 3, 255));
    }
}
