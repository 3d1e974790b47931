//! Looks at a column's cells: which have no value, which spellings are one label, what the others are, and what is odd.

use std::collections::BTreeMap;

use crate::read::cells::{Cells, CellsBuilder};
use crate::read::levels::Levels;
use crate::read::missing::Marks;
use crate::read::number::{NumberFormat, NumberHint};
use crate::schema::column::ColumnKind;
use crate::table::date::{DateFormat, serial};
use crate::table::kind;
use crate::table::label::fold;
use crate::table::label::key;
use crate::table::no_answer;
use crate::table::notice::{Notice, counted};
use crate::table::reading::{Reading, Values};
use crate::table::scale;
use crate::table::shell;
use crate::table::stray;

/// Most spellings that a sentence names.
const MOST_NAMED: usize = 6;

/// Other codes beside which NA is one of them.
const FEWEST_CODES: usize = 3;

/// Regions beside which NA is North America.
const REGIONS: [&str; 16] = [
    "AF", "AN", "AS", "EU", "OC", "SA", "EMEA", "APAC", "LATAM", "LAC", "MEA", "ANZ", "APJ", "AU", "ME", "CA",
];

/// What was found.
#[derive(Debug)]
pub struct Examined {
    /// Those with a value, spelled alike.
    pub cells: Cells,
    /// How they are read.
    pub reading: Reading,
    /// What they are.
    pub kind: ColumnKind,
    /// Why, as a short clause.
    pub reason: String,
    /// The number of each level, where all are numbers.
    pub numbers: Option<Vec<f64>>,
    /// Marks found in place of values, with the rows of each.
    pub marks: Vec<(String, usize)>,
    /// What is odd.
    pub notices: Vec<Notice>,
}

/// Looks at a column's cells; `hint` tells what is known of the file's numbers.
pub fn examine(name: &str, cells: Cells, marks: Marks, hint: NumberHint) -> Examined {
    let mut cells = shell::taken_off(cells);
    let mut counts = cells.counts();
    let mut notices = Vec::new();
    let mut marks = settle(marks, name, cells.levels(), &counts, &mut notices);
    let mut found = Vec::new();
    let codes: Vec<usize> = (0..counts.len()).filter(|&code| marks.are_in(&cells.levels()[code])).collect();
    (cells, counts) = take_out(cells, counts, &codes, &mut found);
    let present = counts.iter().sum();
    let mut finding = kind::find(name, cells.levels(), present, hint);
    let mut spellings = BTreeMap::new();
    if has_spellings(finding.kind, &counts, present)
        && let Some(kept) = joined(cells.levels(), &counts, present)
    {
        notices.push(spelled(cells.levels(), &counts, &kept));
        let keys = cells.levels().iter().map(|level| key::key(level).into_owned());
        spellings = keys.zip(kept.iter().cloned()).collect();
        cells = cells.renamed(&kept);
        counts = cells.counts();
        finding = kind::find(name, cells.levels(), present, hint);
    }
    if marks.are_given() && !finding.absent.is_empty() {
        // Whoever gives the marks says that there are no others.
        finding = kind::as_labels(cells.levels(), present);
    }
    if !finding.absent.is_empty() {
        let levels = cells.levels();
        let absent = || finding.absent.iter().map(|&code| (&levels[code], counts[code]));
        notices.push(Notice::Column(format!(
            "read as cells without a value: {}; if that is wrong, give the marks of such cells yourself",
            counted(absent())
        )));
        marks = marks.with_own(absent().map(|(label, _)| label));
        (cells, counts) = take_out(cells, counts, &finding.absent, &mut found);
    }
    notices.append(&mut finding.notices);
    if let Some(numbers) = finding.numbers.as_ref().filter(|_| finding.kind.is_numeric()) {
        let numbers: Vec<(f64, usize)> = numbers.iter().copied().zip(counts.iter().copied()).collect();
        notices.extend(no_answer::find(&numbers));
    }
    notices.extend(read_otherwise(&finding.values, cells.levels(), &counts));
    if notices.is_empty() {
        notices.extend(stray::find(finding.kind, cells.levels(), &counts, hint));
    }
    let reading = Reading { marks, values: finding.values, spellings };
    let (kind, reason, numbers) = (finding.kind, finding.reason, finding.numbers);
    Examined { cells, reading, kind, reason, numbers, marks: found, notices }
}

/// Takes levels out of the cells, in ascending order of codes, and adds them to those found missing.
fn take_out(
    cells: Cells,
    counts: Vec<usize>,
    codes: &[usize],
    found: &mut Vec<(String, usize)>,
) -> (Cells, Vec<usize>) {
    found.extend(codes.iter().map(|&code| (cells.levels()[code].to_owned(), counts[code])));
    let mut left = codes.iter().copied().peekable();
    let counts = counts.into_iter().enumerate();
    let kept = counts.filter(|(code, _)| left.next_if_eq(code).is_none()).map(|(_, rows)| rows).collect();
    (cells.without(codes), kept)
}

/// Whether some labels may be spellings of one: they are no keys, and not far too many.
fn has_spellings(kind: ColumnKind, counts: &[usize], present: usize) -> bool {
    match kind {
        ColumnKind::Category | ColumnKind::Ordered | ColumnKind::Text => {
            counts.len() < present && counts.len() <= 4 * kind::most_labels(present)
        }
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Boolean
        | ColumnKind::Date
        | ColumnKind::MultiSelect
        | ColumnKind::Identifier
        | ColumnKind::Image
        | ColumnKind::Constant => false,
    }
}

/// The label that stands for each level, where some are spellings of one and the rest may be a category.
fn joined(levels: &Levels, counts: &[usize], present: usize) -> Option<Vec<String>> {
    let labels: Vec<(&str, usize)> = levels.iter().zip(counts.iter().copied()).collect();
    let kept = fold::joined(&labels)?;
    let mut different: Vec<&String> = kept.iter().collect();
    different.sort_unstable();
    different.dedup();
    (different.len() <= kind::most_labels(present)).then_some(kept)
}

/// Names spellings that are read as another.
fn spelled(levels: &Levels, counts: &[usize], kept: &[String]) -> Notice {
    let others = levels.iter().zip(counts).zip(kept).filter(|((level, _), kept)| level != kept);
    let named: Vec<String> = (others.clone().take(MOST_NAMED))
        .map(|((level, rows), kept)| format!("“{level}” ({rows}) as “{kept}”"))
        .collect();
    let more = others.count().saturating_sub(MOST_NAMED);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Notice::Column(format!(
        "spellings of one label are read as its most frequent one: {}{and_more}; write them differently where they are not the same",
        named.join(", ")
    ))
}

/// Names cells that are read as something that is not quite what they say: limits as numbers, numbers as dates.
fn read_otherwise(values: &Values, levels: &Levels, counts: &[usize]) -> Option<Notice> {
    let (is_it, what): (&dyn Fn(&str) -> bool, &str) = match values {
        Values::Numbers(format) if format.has_limits() => {
            (&|level| kind::limit(level).is_some(), "limits, each read as the number beside its sign")
        }
        Values::Dates(format) if format.has_serials() => {
            (&|level| serial::read(level).is_some(), "numbers among dates, read as Excel's serial days")
        }
        Values::Labels
        | Values::Ranks(_)
        | Values::Numbers(_)
        | Values::Dates(_)
        | Values::Parts(_)
        | Values::Tick(_) => return None,
    };
    let found = || (0..levels.len()).filter(|&code| is_it(&levels[code]));
    let cells: usize = found().map(|code| counts[code]).sum();
    let text = format!("is the first of {cells} {what}: give the column the type category if that is wrong");
    found().next().map(|code| Notice::Cell(code, text))
}

/// Settles which marks are labels in this column, because its other labels belong with them.
fn settle(marks: Marks, name: &str, levels: &Levels, counts: &[usize], notices: &mut Vec<Notice>) -> Marks {
    let mut settled = marks.clone();
    for (mark, &rows) in levels.iter().zip(counts).filter(|(level, _)| marks.may_be_label(level)) {
        let with = |is_mark: bool| {
            let mut builder = CellsBuilder::default();
            let belong = |level: &&str| is_mark && *level == mark || !marks.are_in(level);
            levels.iter().filter(belong).for_each(|level| builder.push(level));
            builder.finish()
        };
        let (all, others) = (with(true), with(false));
        let is_known = kind::is_boolean(all.levels()) || scale::order(name, all.levels()).is_some();
        let (all, others) = (all.levels(), others.levels());
        if is_known && !mark.eq_ignore_ascii_case("na") {
            settled = settled.with_label(mark);
        } else if let Some(why) = labels_beside(mark, all, others) {
            settled = settled.with_label(mark);
            notices.push(Notice::Column(format!(
                "“{mark}” ({rows} {}) {why}, so it is read as a label: if it means that there is no value, name it as a mark of such cells",
                if rows == 1 { "cell" } else { "cells" }
            )));
        }
    }
    settled
}

/// Why a mark is a label among others, if it is: NA among codes of two letters, None among a few words.
fn labels_beside(mark: &str, all: &Levels, others: &Levels) -> Option<&'static str> {
    let is_code = |level: &str| level.len() == 2 && level.bytes().all(|byte| byte.is_ascii_uppercase());
    if mark == "NA" && others.len() > 1 && others.iter().all(|level| REGIONS.contains(&level)) {
        return Some("stands among names of regions");
    }
    if mark == "NA" {
        return (others.len() >= FEWEST_CODES && others.iter().all(is_code))
            .then_some("stands among codes of two letters");
    }
    let are_few = (2..=kind::most_labels(0)).contains(&others.len());
    let is_word = |level: &str| level.starts_with(char::is_alphabetic);
    let are_values = || {
        kind::is_boolean(others)
            || NumberFormat::find(others.iter(), ',').is_some()
            || DateFormat::find("", others.iter()).is_some()
    };
    let are_words = mark.eq_ignore_ascii_case("none") && are_few && all.iter().all(is_word) && !are_values();
    are_words.then_some("stands among other labels")
}
