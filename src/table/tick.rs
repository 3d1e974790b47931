//! Columns in which a cell is one option or empty, as forms write a box that is ticked or not.

use crate::read::cells::{Cells, CellsBuilder};
use crate::table::label::yes_no;

/// What the cells of such a column become.
pub const YES: &str = "yes";
pub const NO: &str = "no";

/// With fewer rows, that some are empty says little.
pub const FEWEST_ROWS: usize = 10;

/// Marks and words for a tick, in lower case; words for yes are others.
const TICKS: [&str; 14] =
    ["x", "xx", "✓", "✔", "☑", "☒", "✗", "✘", "•", "*", "1", "1.0", "checked", "selected"];

/// Whether the only value of a column means by itself that a box was ticked: a mark, a word for yes, or the option that the
/// column is named after.
pub fn is_tick(column: &str, option: &str) -> bool {
    let lower = option.to_lowercase();
    let is_option = || {
        let column = column.to_lowercase();
        column == lower
            || column.strip_suffix(&lower).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    TICKS.contains(&lower.as_str()) || yes_no::truth(option) == Some(true) || is_option()
}

/// Yes where there is a value, and no where there is none.
pub fn fill(cells: &Cells) -> Cells {
    let mut filled = CellsBuilder::default();
    (0..cells.len()).for_each(|row| filled.push(if cells.code(row).is_some() { YES } else { NO }));
    filled.finish()
}

/// The same for a cell of a row to predict for; other words for yes and no are understood.
pub fn read(cell: Option<&str>, option: &str) -> &'static str {
    match cell {
        Some(cell) if cell == option || yes_no::truth(cell) == Some(true) => YES,
        Some(_) | None => NO,
    }
}
