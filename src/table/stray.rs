//! Finds the few cells that keep a column from being one of numbers or of dates.

use crate::read::cells::CellsBuilder;
use crate::read::levels::Levels;
use crate::read::number;
use crate::read::number::{NumberFormat, NumberHint};
use crate::schema::column::ColumnKind;
use crate::table::date;
use crate::table::date::DateFormat;
use crate::table::notice::Notice;

/// With fewer different numbers a column is one of labels, whatever the rest is.
const FEWEST_VALUES: usize = 5;

/// One cell in so many may be no number.
const MOST_STRAY: usize = 10;

/// Levels that are looked at before all are.
const SAMPLE: usize = 200;

/// A notice for a column of labels that are numbers or dates in at least nine rows of ten.
///
/// - `counts`: the rows of each level
pub fn find(kind: ColumnKind, levels: &Levels, counts: &[usize], hint: NumberHint) -> Option<Notice> {
    if !has_labels(kind) {
        return None;
    }
    stray(levels, counts, "number", number::is_like_one, |levels| {
        NumberFormat::find(levels.iter(), hint).is_some()
    })
    .or_else(|| {
        stray(levels, counts, "date", date::is_like_one, |levels| {
            DateFormat::find("", levels.iter()).is_some()
        })
    })
}

fn has_labels(kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Category | ColumnKind::Identifier | ColumnKind::Text => true,
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Date
        | ColumnKind::Image
        | ColumnKind::Constant => false,
    }
}

/// - `is_value`: whether a cell by itself is one
/// - `are_alike`: whether levels are all read in one way
fn stray(
    levels: &Levels,
    counts: &[usize],
    what: &str,
    is_value: impl Fn(&str) -> bool,
    are_alike: impl Fn(&Levels) -> bool,
) -> Option<Notice> {
    let sampled = levels.iter().take(SAMPLE).filter(|level| is_value(level)).count();
    if sampled * 2 < levels.len().min(SAMPLE) {
        return None;
    }
    let fits: Vec<bool> = levels.iter().map(&is_value).collect();
    let values = fits.iter().filter(|fits| **fits).count();
    if values < FEWEST_VALUES {
        return None;
    }
    let present: usize = counts.iter().sum();
    let strays: usize = counts.iter().zip(&fits).filter(|(_, fits)| !**fits).map(|(count, _)| count).sum();
    if strays * MOST_STRAY > present {
        return None;
    }
    let mut builder = CellsBuilder::default();
    levels.iter().zip(&fits).filter(|(_, fits)| **fits).for_each(|(level, _)| builder.push(level));
    if !are_alike(builder.finish().levels()) {
        return mixed(levels, &fits, what, are_alike);
    }
    // A column of codes with leading zeros has nothing that is no number.
    let code = fits.iter().position(|fits| !fits)?;
    let which = match strays {
        1 => format!("is no {what}, but all {} others are", present - 1),
        _ => format!(
            "is the first of {strays} cells that are no {what}s, but the {} others are",
            present - strays
        ),
    };
    let text = format!(
        "{which}, so the column holds labels: mend it, or name it as a mark of cells without a value"
    );
    Some(Notice::Cell(code, text))
}

/// A notice for values that are each read, but not in one way: 5 kg and 300 g.
fn mixed(levels: &Levels, fits: &[bool], what: &str, are_alike: impl Fn(&Levels) -> bool) -> Option<Notice> {
    let first = fits.iter().position(|fits| *fits)?;
    let goes_with_first = |code: usize| {
        let mut builder = CellsBuilder::default();
        [first, code].iter().for_each(|&code| builder.push(&levels[code]));
        are_alike(builder.finish().levels())
    };
    let code = (0..levels.len()).find(|&code| fits[code] && !goes_with_first(code))?;
    Some(Notice::Cell(
        code,
        format!(
            "and “{}” are {what}s that are not written in one way (as with two units or two decimal marks), so the column holds labels: \
             write them alike",
            &levels[first]
        ),
    ))
}
