//! What is odd about a column's cells, before it is known in which rows of a spreadsheet they stand.

/// Something odd about a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A sentence about the column.
    Column(String),
    /// A sentence that begins with a cell, which it is about, by its level's code.
    Cell(usize, String),
    /// Day and month stand in two orders: the code of a level with the day first and of one with the month first.
    MixedDates(usize, usize),
}

/// Some labels with their rows, as in “a” (3 cells), “b” (1).
pub fn counted<'a>(labels: impl Iterator<Item = (&'a str, usize)>) -> String {
    let mut text = String::new();
    for (position, (label, rows)) in labels.enumerate() {
        let cells = match (position, rows) {
            (0, 1) => " cell",
            (0, _) => " cells",
            _ => "",
        };
        let comma = if position == 0 { "" } else { ", " };
        text += &format!("{comma}“{label}” ({rows}{cells})");
    }
    text
}
