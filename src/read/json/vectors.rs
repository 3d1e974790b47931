//! A column of lists of numbers, all of one length, becomes as many columns: `embedding[0]`, `embedding[1]` and so on.

use crate::read::cells::{Cells, CellsBuilder};

/// Most columns that one column's lists become.
const LONGEST: usize = 4096;

/// What is made of a column.
pub struct Spread {
    /// Names and cells; the column itself where its cells are no such lists.
    pub columns: Vec<(String, Cells)>,
    /// What to say about it.
    pub oddity: Option<String>,
}

/// Spreads a column's lists of numbers, if it holds nothing else.
pub fn spread(name: String, cells: Cells) -> Spread {
    let Some((shortest, longest)) = lengths(&cells) else {
        return Spread { columns: vec![(name, cells)], oddity: None };
    };
    let kept = |name: String, cells, oddity| Spread { columns: vec![(name, cells)], oddity: Some(oddity) };
    if shortest < longest {
        let oddity = format!(
            "column “{name}” holds lists of {shortest} to {longest} numbers, which were kept as text: give all the same length to make them columns"
        );
        return kept(name, cells, oddity);
    }
    if longest > LONGEST {
        let oddity = format!(
            "column “{name}” holds lists of {longest} numbers, more than the {LONGEST} that become columns, so they were kept as text: write shorter lists, as by principal components"
        );
        return kept(name, cells, oddity);
    }
    let mut builders: Vec<CellsBuilder> = (0..longest).map(|_| CellsBuilder::default()).collect();
    for row in 0..cells.len() {
        let list = cells.code(row).and_then(|code| numbers(&cells.levels()[code]));
        match list {
            Some(numbers) => builders.iter_mut().zip(numbers).for_each(|(builder, number)| match number {
                Some(number) => builder.push(number),
                None => builder.push_missing(),
            }),
            None => builders.iter_mut().for_each(CellsBuilder::push_missing),
        }
    }
    let named = |(index, builder): (usize, CellsBuilder)| (format!("{name}[{index}]"), builder.finish());
    let columns = builders.into_iter().enumerate().map(named).collect();
    let oddity = format!(
        "column “{name}” holds lists of {longest} numbers, which became the columns “{name}[0]” to “{name}[{}]”",
        longest - 1
    );
    Spread { columns, oddity: Some(oddity) }
}

/// Lengths of the shortest and the longest list, if all cells are lists of numbers.
fn lengths(cells: &Cells) -> Option<(usize, usize)> {
    let mut range: Option<(usize, usize)> = None;
    for level in cells.levels().iter() {
        let length = numbers(level)?.count();
        let (shortest, longest) = range.unwrap_or((length, length));
        range = Some((shortest.min(length), longest.max(length)));
    }
    range.filter(|&(_, longest)| longest > 0)
}

/// A list's numbers, `None` for those that are missing; nothing if it is no list of numbers.
fn numbers(cell: &str) -> Option<impl Iterator<Item = Option<&str>>> {
    let inner = cell.strip_prefix('[')?.strip_suffix(']')?;
    let is_missing = |part: &str| part == "null" || part == "\"\"";
    let is_number = |part: &str| {
        part.bytes().all(|byte| b"0123456789+-.eE".contains(&byte)) && part.parse::<f64>().is_ok()
    };
    let parts = move || inner.split(',').map(str::trim).filter(move |_| !inner.trim().is_empty());
    let is_list = parts().all(|part| is_number(part) || is_missing(part));
    is_list.then(|| parts().map(move |part| (!is_missing(part)).then_some(part)))
}
