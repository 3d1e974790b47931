//! The order that classes stand in.

use crate::read::levels::Levels;
use crate::read::number;
use crate::table::label::yes_no::truth;

/// Codes of labels in the order that classes stand in: no before yes, numbers by size, other labels by name.
pub fn label_order(levels: &Levels) -> Vec<usize> {
    let numbers: Option<Vec<f64>> = levels.iter().map(number::plain).collect();
    let truths: Option<Vec<bool>> = levels.iter().map(truth).collect();
    let mut order: Vec<usize> = (0..levels.len()).collect();
    match (truths, numbers) {
        (Some(truths), _) if levels.len() == 2 => order.sort_by_key(|&code| truths[code]),
        (_, Some(numbers)) => order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b])),
        (_, None) => order.sort_by(|&a, &b| levels[a].cmp(&levels[b])),
    }
    order
}
