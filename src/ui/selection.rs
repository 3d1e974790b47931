//! The rows that are picked: in one view, and shown in every other.

use std::collections::HashSet;
use std::sync::Arc;

/// Rows of the table that are picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// By their numbers in the table from 0, ascending, each once.
    rows: Arc<Vec<u32>>,
    /// The same, to look them up.
    set: Arc<HashSet<u32>>,
    /// Where they were picked, in a few words.
    pub from: String,
}

impl Selection {
    /// Picks rows.
    pub fn of(mut rows: Vec<u32>, from: String) -> Self {
        rows.sort_unstable();
        rows.dedup();
        Self { set: Arc::new(rows.iter().copied().collect()), rows: Arc::new(rows), from }
    }

    /// The rows, ascending.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Whether none is picked.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a row is picked.
    pub fn holds(&self, row: u32) -> bool {
        self.set.contains(&row)
    }

    /// How many of some rows are picked.
    pub fn count(&self, rows: &[u32]) -> usize {
        if self.is_empty() { 0 } else { rows.iter().filter(|row| self.holds(**row)).count() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_picked_once_and_found() {
        let own = Selection::of(vec![7, 3, 7], "here".to_owned());
        assert_eq!(own.rows(), [3, 7]);
        assert_eq!((own.count(&[1, 3, 7, 9]), own.holds(9), own.is_empty()), (2, false, false));
    }
}
