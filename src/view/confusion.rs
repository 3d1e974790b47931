//! Rows counted by their actual and their predicted class.

use serde::{Deserialize, Serialize};

/// Most rows that a cell names.
const MOST_NAMED: usize = 100;

/// Counts by actual class (outer) and predicted class (inner), in class order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confusion {
    /// `[actual][predicted]`
    pub counts: Vec<Vec<usize>>,
    /// The first rows of the table in each cell, at most 100: `[actual][predicted][row]`.
    pub rows: Vec<Vec<Vec<u32>>>,
}

impl Confusion {
    /// Counts rows, each given by its number in the table, its actual and its predicted class.
    pub fn of(classes: usize, found: impl Iterator<Item = (u32, usize, usize)>) -> Self {
        let mut own =
            Self { counts: vec![vec![0; classes]; classes], rows: vec![vec![Vec::new(); classes]; classes] };
        for (row, actual, predicted) in found {
            own.counts[actual][predicted] += 1;
            let named = &mut own.rows[actual][predicted];
            if named.len() < MOST_NAMED {
                named.push(row);
            }
        }
        own
    }
}
