//! Which labels of a column have a place of their own, fitted on the training split only.

use serde::{Deserialize, Serialize};

use crate::table::column::{Column, RARE};
use crate::table::multi_select::Parts;

/// One place a level, then one for rare and new levels and one for missing, if training rows had any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// In order, so that they can be searched.
    named: Vec<String>,
    has_other: bool,
    has_missing: bool,
}

impl Vocabulary {
    /// Those of a column, as its training rows have them.
    pub fn fit(column: &Column, train: &[u32]) -> Self {
        let mut counts = vec![0; column.levels().len()];
        let mut missing = 0;
        for &row in train {
            match column.code(row as usize) {
                Some(code) => counts[code] += 1,
                None => missing += 1,
            }
        }
        Self::of(column.levels().iter().zip(counts), missing)
    }

    /// Those of labels that cells have several of, as a column's training rows have them.
    pub fn of_parts(column: &Column, parts: &Parts, train: &[u32]) -> Self {
        let mut counts = vec![0; parts.labels.len()];
        let mut missing = 0;
        for &row in train {
            match column.label(row as usize) {
                Some(cell) => parts.indices(cell).for_each(|label| counts[label] += 1),
                None => missing += 1,
            }
        }
        Self::of(parts.labels.iter().map(String::as_str).zip(counts), missing)
    }

    fn of<'a>(counted: impl Iterator<Item = (&'a str, usize)>, missing: usize) -> Self {
        let mut named = Vec::new();
        let mut has_rare = false;
        for (level, count) in counted {
            match count {
                0 => {}
                1..RARE => has_rare = true,
                RARE.. => named.push(level.to_owned()),
            }
        }
        named.sort_unstable();
        Self { named, has_other: has_rare || (1..RARE).contains(&missing), has_missing: missing >= RARE }
    }

    /// How many places there are.
    pub fn count(&self) -> usize {
        self.named.len() + usize::from(self.has_other) + usize::from(self.has_missing)
    }

    /// A name for each place.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let other = self.has_other.then_some("other");
        self.named.iter().map(String::as_str).chain(other).chain(self.has_missing.then_some("missing"))
    }

    /// The place of a label, or of none; `None` for what no training row had.
    pub fn place(&self, label: Option<&str>) -> Option<usize> {
        let other = self.has_other.then_some(self.named.len());
        match label {
            Some(label) => self.named.binary_search_by(|level| level.as_str().cmp(label)).ok().or(other),
            None if self.has_missing => Some(self.named.len() + usize::from(self.has_other)),
            None => other,
        }
    }
}
