//! How much each row counts: a column of numbers, none below 0, scaled to mean 1 over the training split.

use crate::read::number;
use crate::read::row_numbers::RowNumbers;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// Words before “weight” in the names of columns that weigh rows.
const WEIGHED: [&str; 7] = ["case", "instance", "observation", "row", "sample", "sampling", "survey"];

/// Reads a column with the role weight; `numbers` tell where rows stand in a spreadsheet.
///
/// # Errors
/// The first row without a weight of 0 or more.
pub fn read(column: &Column, rows: usize, numbers: &RowNumbers) -> Result<Vec<f64>, DataError> {
    // A single cell that is no number makes labels of the whole column; the others are read all the same.
    let number = |row| column.number(row).or_else(|| number::plain(column.label(row)?));
    let weight = |row: usize| match (column.label(row), number(row)) {
        (_, Some(weight)) if weight.is_finite() && weight >= 0.0 => Ok(weight),
        (found, _) => Err(DataError::NotAWeight {
            row: numbers.of(row),
            column: column.name.clone(),
            found: found.map_or_else(|| "nothing".into(), |found| format!("“{found}”")),
        }),
    };
    (0..rows).map(weight).collect()
}

/// Scales weights so that training rows weigh 1 on average.
pub fn scaled(weights: &[f64], train: &[u32], column: &str) -> Result<Vec<f32>, DataError> {
    let mean = train.iter().map(|&row| weights[row as usize]).sum::<f64>() / train.len().max(1) as f64;
    if mean > 0.0 {
        return Ok(weights.iter().map(|weight| (weight / mean) as f32).collect());
    }
    Err(DataError::NoTrainingWeight { column: column.to_owned() })
}

/// Whether a column's name says that it weighs rows; “weight” alone may be that of a body.
pub fn names_weights(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    matches!(words.as_slice(), [what, "weight" | "weights"] if WEIGHED.contains(what))
}
