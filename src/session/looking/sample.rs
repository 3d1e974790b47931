//! The rows of a split that a view can ask about again and again.

use super::ask::Ask;
use crate::view::every;

/// Fewest rows that a view is content with, however wide they are.
const FEWEST: usize = 40;

/// Every k-th row of the split, so that there are at most `most`, and of wide rows, such as pictures, fewer.
///
/// - `numbers`: how many numbers they may have together
pub fn sample(ask: &Ask<'_>, most: usize, numbers: usize) -> Vec<u32> {
    let split = ask.dataset.rows(ask.request.split);
    let most = (numbers / row_size(ask)).clamp(FEWEST, most.max(FEWEST));
    split.iter().copied().step_by(every(split.len(), most)).collect()
}

/// Numbers that a model reads of a row, pictures included.
pub fn row_size(ask: &Ask<'_>) -> usize {
    let encoding = &ask.dataset.encoding;
    let pictures: usize = encoding.inputs().pictures.iter().map(|picture| picture.count()).sum();
    (encoding.width() + pictures).max(1)
}
