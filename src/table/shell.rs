//! The shell ="…" that keeps Excel from reading a text as a number.

use crate::read::cells::Cells;

/// A cell without its shell.
pub fn off(cell: &str) -> &str {
    let inner = cell.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'));
    inner.map_or(cell, str::trim)
}

/// A column's cells without shells.
pub fn taken_off(cells: Cells) -> Cells {
    if !cells.levels().iter().any(|level| level.starts_with("=\"")) {
        return cells;
    }
    let texts: Vec<String> = cells.levels().iter().map(|level| off(level).to_owned()).collect();
    cells.renamed(&texts)
}
