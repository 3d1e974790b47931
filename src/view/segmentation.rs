//! Actual and predicted class of each pixel of a few pictures.

use serde::{Deserialize, Serialize};

/// Most pictures that are drawn.
const MOST_PICTURES: usize = 12;

/// The masks of the first rows, at most 12.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Segmentation {
    /// Pixels in a row of a mask.
    pub width: usize,
    /// The row of the table that each picture stands in.
    pub rows: Vec<u32>,
    /// `[picture][pixel]`; 255 where a pixel has no class.
    pub actual: Vec<Vec<u8>>,
    /// `[picture][pixel]`
    pub predicted: Vec<Vec<u8>>,
    /// Pictures in all.
    pub total: usize,
}

impl Segmentation {
    /// Takes the first pictures, each given by its row's number in the table, its actual and its predicted classes.
    pub fn of<'a>(width: usize, found: impl Iterator<Item = (u32, &'a [u8], &'a [u8])>) -> Self {
        let mut own = Self { width, rows: Vec::new(), actual: Vec::new(), predicted: Vec::new(), total: 0 };
        for (row, actual, predicted) in found {
            own.total += 1;
            if own.total <= MOST_PICTURES {
                own.rows.push(row);
                own.actual.push(actual.to_vec());
                own.predicted.push(predicted.to_vec());
            }
        }
        own
    }
}
