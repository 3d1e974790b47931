//! What a model without a network reads of a dataset: the same encoding, each code as a column of its own.

use super::dataset::Dataset;
use crate::examples::Examples;
use crate::input::embedding::Inputs;
use crate::linear::{Design, LinearError};
use crate::schema::split::Split;

/// The rows of all splits, one split after the other: training rows first.
pub fn rows(dataset: &Dataset) -> Vec<u32> {
    [Split::Train, Split::Valid, Split::Test].iter().flat_map(|&split| dataset.rows(split)).copied().collect()
}

/// Where the rows of a split stand among those of [`rows`].
pub fn range(dataset: &Dataset, split: Split) -> std::ops::Range<usize> {
    let count = |split| dataset.rows(split).len();
    let first = match split {
        Split::Train => 0,
        Split::Valid => count(Split::Train),
        Split::Test => count(Split::Train) + count(Split::Valid),
    };
    first..first + count(split)
}

/// The encoded rows as a linear model reads them: numbers as they are, and a column for each place of every column of codes.
///
/// # Errors
/// Inputs that are not finite.
pub fn design(dataset: &Dataset, rows: &[u32]) -> Result<Design, LinearError> {
    let inputs = dataset.encoding.inputs();
    let columns = inputs.numbers + inputs.bags.iter().map(|bag| bag.columns * bag.places).sum::<usize>();
    let width = inputs.width().max(1);
    if inputs.bags.is_empty() {
        return Design::dense(columns, dataset.features(rows));
    }
    // A few rows at a time, since most of a design is zeros that need not stand anywhere.
    let chunks = rows.chunks(1_024).flat_map(|rows| {
        let features = dataset.features(rows);
        let rows: Vec<Vec<(u32, f32)>> =
            features.chunks_exact(width).map(|row| entries(row, &inputs)).collect();
        rows
    });
    Design::sparse(columns, chunks)
}

/// The numbers of one row that are not 0, with their columns.
fn entries(row: &[f32], inputs: &Inputs) -> Vec<(u32, f32)> {
    let (numbers, mut rest) = row.split_at(inputs.numbers);
    let mut entries: Vec<(u32, f32)> =
        numbers.iter().enumerate().map(|(column, &value)| (column as u32, value)).collect();
    let mut first = inputs.numbers;
    for bag in &inputs.bags {
        let (own, others) = rest.split_at(bag.width());
        rest = others;
        let (codes, weights) = own.split_at(bag.codes());
        for column in 0..bag.columns {
            let slots = column * bag.slots..(column + 1) * bag.slots;
            let filled = codes[slots.clone()].iter().filter(|&&code| code > 0.0).count().max(1) as f32;
            for slot in slots {
                let weight = if bag.is_weighted { weights[slot] } else { 1.0 / filled };
                if codes[slot] > 0.0 {
                    // A code is 1 more than a place.
                    let place = codes[slot] as usize - 1;
                    entries.push(((first + column * bag.places + place) as u32, weight));
                }
            }
        }
        first += bag.columns * bag.places;
    }
    entries
}

/// The labelled rows of a split as examples of a task.
///
/// - `task`: index in the model's order
pub fn examples(dataset: &Dataset, task: usize, split: Split) -> Examples {
    let mut examples = Examples::default();
    let Some(target) = dataset.targets.get(task) else { return examples };
    for (index, &row) in range(dataset, split).zip(dataset.rows(split)) {
        let row = row as usize;
        if target.label_count(row) > 0 {
            examples.rows.push(index as u32);
            examples.labels.extend(target.example(row));
            examples.weights.push(dataset.training_weight(task, row).into());
        }
    }
    examples
}
