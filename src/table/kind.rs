//! Decides from all cells of a column what it holds, and says why; the order of rows plays no part.

use crate::read::cells::CellsBuilder;
use crate::read::levels::Levels;
use crate::read::number;
use crate::read::number::amount::{Amount, Limit};
use crate::read::number::currency;
use crate::read::number::{NumberFormat, NumberHint};
use crate::read::picture::Picture;
use crate::schema::column::ColumnKind;
use crate::table::code;
use crate::table::date;
use crate::table::date::{DateFormat, serial};
use crate::table::finding::Finding;
use crate::table::label::{absent, yes_no};
use crate::table::multi_select::Parts;
use crate::table::name::{KEYS, SURE_KEYS, has_word};
use crate::table::notice::Notice;
use crate::table::reading::Values;
use crate::table::scale;

/// Columns of text with more different labels than this, and than a tenth of their cells, are no categories.
const MOST_LEVELS: usize = 50;

/// With fewer cells, that all differ says nothing.
const FEWEST_KEYS: usize = 11;

/// Different numbers with a unit, or without limits, that are measured rather than chosen from a list.
const FEWEST_MEASURED: usize = 5;

/// Steps of a scale beside which there may be a “don't know”.
const FEWEST_STEPS: usize = 3;

/// Labels that are looked at before all are.
const SAMPLE: usize = 200;

/// Above this a number may be whole because its fraction was lost.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whether a label means yes; `None` if it means neither.
pub fn truth(label: &str) -> Option<bool> {
    yes_no::truth(label)
}

/// Whether two labels mean no and yes.
pub fn is_boolean(levels: &Levels) -> bool {
    levels.len() == 2 && yes_no::is_pair(&levels[0], &levels[1])
}

/// The same of labels by themselves.
pub fn are_boolean(labels: &[&str]) -> bool {
    let [a, b] = labels else { return false };
    yes_no::is_pair(a, b)
}

/// Decides from a column's name and its different labels, of which there are `present` in all.
pub fn find(name: &str, levels: &Levels, present: usize, hint: impl Into<NumberHint>) -> Finding {
    let hint = hint.into();
    if levels.is_empty() {
        return Finding::labels(ColumnKind::Constant, "every cell is empty");
    }
    if levels.len() == 1 {
        return Finding::labels(ColumnKind::Constant, "every value is the same");
    }
    if levels.iter().all(Picture::is_like_one) {
        return Finding::labels(ColumnKind::Image, "pictures");
    }
    if is_boolean(levels) {
        return Finding::labels(ColumnKind::Boolean, "two labels that mean no and yes");
    }
    let size = Size::of(levels, present);
    let (labels_kind, labels_reason) = size.labels(levels);
    if let Some(finding) = code::find(name, levels, labels_kind) {
        return finding;
    }
    if let Some(finding) = values(name, levels, size, hint) {
        return finding;
    }
    if let Some(finding) = values_but_for_absent(name, levels, size, hint) {
        return finding;
    }
    if let Some(parts) = Parts::find(levels) {
        let reason = format!(
            "several labels in a cell, with “{}” between: {} in all",
            parts.separator,
            parts.labels.len()
        );
        return Finding::new(ColumnKind::MultiSelect, reason, Values::Parts(parts));
    }
    if are_sentences(levels, present) {
        return Finding::labels(ColumnKind::Text, "sentences");
    }
    let reason = match stranger_among_numbers(levels) {
        Some(stranger) => {
            format!("numbers, but for “{stranger}”: if that means no value, give it as a missing mark")
        }
        None => labels_reason,
    };
    let mut finding = Finding::labels(labels_kind, reason);
    if let Some((day, month)) = DateFormat::contradiction(levels.iter()) {
        finding.notices.push(Notice::MixedDates(day, month));
    } else if labels_kind == ColumnKind::Text && levels.len() * 2 <= present {
        finding.notices.push(Notice::Column(format!(
            "{} different labels are too many for a category, so it is left out: give it the type category, or text, to learn from it",
            levels.len()
        )));
    }
    finding
}

/// What labels are that are neither numbers nor dates nor a scale, because somebody says so.
pub(super) fn as_labels(levels: &Levels, present: usize) -> Finding {
    let (kind, reason) = Size::of(levels, present).labels(levels);
    Finding::labels(kind, reason)
}

/// Most different labels of a category with so many cells.
pub(super) fn most_labels(present: usize) -> usize {
    MOST_LEVELS.max(present / 10)
}

/// How many different labels there are.
#[derive(Clone, Copy)]
struct Size {
    /// Whether all differ.
    is_key: bool,
    /// Whether they may be a category.
    has_few: bool,
}

impl Size {
    fn of(levels: &Levels, present: usize) -> Self {
        Self {
            is_key: levels.len() == present && present >= FEWEST_KEYS,
            has_few: levels.len() <= most_labels(present),
        }
    }

    /// What they are as labels, and why.
    fn labels(self, levels: &Levels) -> (ColumnKind, String) {
        match (self.is_key, self.has_few) {
            (true, _) => (ColumnKind::Identifier, "all values differ".into()),
            (false, true) => (ColumnKind::Category, format!("{} labels", levels.len())),
            (false, false) => (ColumnKind::Text, "too many different labels for a category".into()),
        }
    }
}

/// What the labels are if they are numbers, dates or steps of a scale.
fn values(name: &str, levels: &Levels, size: Size, hint: NumberHint) -> Option<Finding> {
    // Numbers of so many digits may be years, months and days.
    if levels.iter().all(|level| level.len() == 8 || level.len() == 6)
        && let Some(format) = DateFormat::find(name, levels.iter())
    {
        return Some(Finding::dates(format));
    }
    let numbers = NumberFormat::read_all(levels.iter(), hint);
    let is_number =
        |format: &NumberFormat| !is_rather_scale(format, levels) || scale::order(name, levels).is_none();
    if let Some((format, numbers)) = numbers.filter(|(format, _)| is_number(format)) {
        return Some(of_numbers(name, format, numbers, size));
    }
    if let Some(format) = DateFormat::find(name, levels.iter()) {
        return Some(Finding::dates(format));
    }
    let (order, reason) = scale::order(name, levels)?;
    let labels = order.into_iter().map(|code| levels[code].to_owned()).collect();
    Some(Finding::new(ColumnKind::Ordered, reason, Values::Ranks(labels)))
}

/// Whether numbers are few with a unit, or mostly limits: steps such as “36 months”, “60 months” and “<1”, “1”, “2+”.
fn is_rather_scale(format: &NumberFormat, levels: &Levels) -> bool {
    let has_word =
        !format.unit().is_empty() && format.unit() != "%" && currency::named(format.unit()).is_none();
    if has_word && levels.len() < FEWEST_MEASURED {
        return true;
    }
    format.has_limits() && {
        let plain = levels.iter().filter(|level| limit(level).is_none()).count();
        plain < FEWEST_MEASURED || plain * 2 < levels.len()
    }
}

/// The sign of a limit in a cell.
pub(super) fn limit(level: &str) -> Option<Limit> {
    Amount::of(level, true).and_then(|amount| amount.limit)
}

/// The same where some labels say that there is no value: “n.n.” among numbers, 0000-00-00 among dates, “don't know” beside
/// the steps of a scale.
fn values_but_for_absent(name: &str, levels: &Levels, size: Size, hint: NumberHint) -> Option<Finding> {
    // Of a column of texts none is looked up.
    let is_value = |level: &&str| number::is_like_one(level) || date::is_like_one(level);
    let sampled = levels.len().min(SAMPLE);
    let are_values = levels.iter().take(SAMPLE).filter(is_value).count() * 2 >= sampled;
    // None of the words has a digit, and most values have.
    let has_digit = |level: &str| level.bytes().any(|byte| byte.is_ascii_digit());
    let is_absent = |level: &str| match are_values {
        true if has_digit(level) => date::is_zero(level),
        true => absent::is_value(level),
        false => absent::is_answer(level),
    };
    if !are_values && levels.len() > SAMPLE {
        return None;
    }
    let absent: Vec<usize> = (0..levels.len()).filter(|&code| is_absent(&levels[code])).collect();
    let left = levels.len() - absent.len();
    if absent.is_empty() || left < if are_values { 2 } else { FEWEST_STEPS } {
        return None;
    }
    let mut builder = CellsBuilder::default();
    (0..levels.len())
        .filter(|code| absent.binary_search(code).is_err())
        .for_each(|code| builder.push(&levels[code]));
    let mut finding = values(name, builder.finish().levels(), size, hint)?;
    // A scale of answers is one that is known; other labels may be about anything.
    if !are_values && finding.kind != ColumnKind::Ordered {
        return None;
    }
    finding.absent = absent;
    Some(finding)
}

fn of_numbers(name: &str, format: NumberFormat, numbers: Vec<f64>, size: Size) -> Finding {
    let are_whole = numbers.iter().all(|value| value.fract() == 0.0 && value.abs() <= LARGEST_WHOLE);
    let is_sequence = is_sequence(&numbers);
    if size.is_key && are_whole && (is_sequence || has_word(name, &KEYS)) {
        let mut finding = Finding::labels(ColumnKind::Identifier, "all values differ");
        if !has_word(name, &SURE_KEYS) {
            let why = if is_sequence {
                "they run up one by one, each once, as row numbers do"
            } else {
                "its name says that they are keys"
            };
            let sentence = format!(
                "all numbers differ and {why}, so it is left out: give it the type integer if they measure something"
            );
            finding.notices.push(Notice::Column(sentence));
        }
        return finding;
    }
    if are_whole && size.has_few && has_word(name, &CODES) {
        return Finding::labels(ColumnKind::Category, "its name says that the numbers are codes");
    }
    // A duration in whole seconds is measured, not counted.
    let (kind, what) = match are_whole && !format.is_clock() {
        true => (ColumnKind::Integer, "whole numbers"),
        false => (ColumnKind::Number, "numbers"),
    };
    let mut finding = Finding::new(kind, format!("{what}{}", format.reason()), Values::Numbers(format));
    let are_serials = || (0..numbers.len()).all(|code| serial::is_day(numbers[code]));
    if are_whole && date::names_dates(name) && are_serials() {
        let sentence = "its name speaks of dates and its numbers may be Excel's serial days: give it the type date if they are";
        finding.notices.push(Notice::Column(sentence.into()));
    }
    finding.numbers = Some(numbers);
    finding
}

/// The label that keeps a column from being numbers, where it is the only one of many.
fn stranger_among_numbers(levels: &Levels) -> Option<&str> {
    let mut strangers = levels.iter().filter(|level| number::plain(level).is_none());
    let first = strangers.next()?;
    (strangers.next().is_none() && levels.len() >= FEWEST_KEYS).then_some(first)
}

/// Whether whole numbers run up one by one, in whatever order they stand.
fn is_sequence(values: &[f64]) -> bool {
    let wider = |(low, high): (f64, f64), &value: &f64| (low.min(value), high.max(value));
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), wider);
    high - low + 1.0 == values.len() as f64
}

/// Words in the names of columns whose numbers stand for something else.
const CODES: [&str; 6] = ["code", "codes", "recode", "zip", "zipcode", "postcode"];

/// Whether at least half of the labels are sentences: three words with a full stop, or five words that hardly repeat.
fn are_sentences(levels: &Levels, present: usize) -> bool {
    let hardly_repeat = levels.len() * 2 >= present;
    let is_sentence = |level: &&str| {
        // Most labels are one word.
        if level.split_whitespace().nth(2).is_none() {
            return false;
        }
        let words = level.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        words >= 5 && hardly_repeat || words >= 3 && level.ends_with(['.', '!', '?'])
    };
    levels.iter().filter(is_sentence).count() * 2 >= levels.len()
}
