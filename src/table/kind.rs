//! Decides from all cells of a column what it holds, and says why; the order of rows plays no part.

use crate::read::levels::Levels;
use crate::read::number;
use crate::read::number::{NumberFormat, NumberHint};
use crate::schema::column::ColumnKind;
use crate::table::date::DateFormat;
use crate::table::multi_select::Parts;
use crate::table::reading::Values;
use crate::table::scale;

/// Pairs of labels that mean no and yes, in lower case.
const BOOLEANS: [(&str, &str); 10] = [
    ("no", "yes"),
    ("false", "true"),
    ("n", "y"),
    ("f", "t"),
    ("0", "1"),
    ("0.0", "1.0"),
    ("-", "+"),
    ("off", "on"),
    ("absent", "present"),
    ("negative", "positive"),
];

/// Columns of text with more different labels than this, and than a tenth of their cells, are no categories.
const MOST_LEVELS: usize = 50;

/// With fewer cells, that all differ says nothing.
const FEWEST_KEYS: usize = 11;

/// Above this a number may be whole because its fraction was lost.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whether a label means yes; `None` if it means neither.
pub fn truth(label: &str) -> Option<bool> {
    let label = label.to_ascii_lowercase();
    BOOLEANS.iter().find_map(|(no, yes)| match label.as_str() {
        label if label == *no => Some(false),
        label if label == *yes => Some(true),
        _ => None,
    })
}

/// Whether two labels mean no and yes.
pub fn is_boolean(levels: &Levels) -> bool {
    levels.len() == 2 && are_boolean(&[&levels[0], &levels[1]])
}

/// The same of labels by themselves.
pub fn are_boolean(labels: &[&str]) -> bool {
    let [a, b] = labels else { return false };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    BOOLEANS.iter().any(|(no, yes)| (a == *no && b == *yes) || (a == *yes && b == *no))
}

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

/// What a column holds, and why.
#[derive(Debug, PartialEq)]
pub struct Finding {
    /// What it holds.
    pub kind: ColumnKind,
    /// Why, as a short clause.
    pub reason: String,
    /// How its cells are read.
    pub values: Values,
    /// The number of each label, where all are numbers.
    pub numbers: Option<Vec<f64>>,
}

impl Finding {
    fn labels(kind: ColumnKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), values: Values::Labels, numbers: None }
    }

    fn dates(format: DateFormat) -> Self {
        Self { kind: ColumnKind::Date, reason: format.reason(), values: Values::Dates(format), numbers: None }
    }
}

/// Decides from a column's name and its different labels, of which there are `present` in all.
pub fn find(name: &str, levels: &Levels, present: usize, delimiter: impl Into<NumberHint>) -> Finding {
    if levels.is_empty() {
        return Finding::labels(ColumnKind::Constant, "every cell is empty");
    }
    if levels.len() == 1 {
        return Finding::labels(ColumnKind::Constant, "every value is the same");
    }
    if is_boolean(levels) {
        return Finding::labels(ColumnKind::Boolean, "two labels that mean no and yes");
    }
    let is_key = levels.len() == present && present >= FEWEST_KEYS;
    let has_few = levels.len() <= MOST_LEVELS.max(present / 10);
    let (labels_kind, labels_reason) = match (is_key, has_few) {
        (true, _) => (ColumnKind::Identifier, "all values differ".to_owned()),
        (false, true) => (ColumnKind::Category, format!("{} labels", levels.len())),
        (false, false) => (ColumnKind::Text, "too many different labels for a category".to_owned()),
    };
    if are_padded(levels) {
        return Finding::labels(labels_kind, "leading zeros, so the digits are codes");
    }
    if levels.iter().all(|level| level.len() == 8)
        && let Some(format) = DateFormat::find(levels.iter())
    {
        return Finding::dates(format);
    }
    if let Some((format, numbers)) = NumberFormat::read_all(levels.iter(), delimiter) {
        return of_numbers(name, format, numbers, is_key, has_few);
    }
    if let Some(format) = DateFormat::find(levels.iter()) {
        return Finding::dates(format);
    }
    if let Some((order, reason)) = scale::order(name, levels) {
        let labels = order.into_iter().map(|code| levels[code].to_owned()).collect();
        let (kind, values) = (ColumnKind::Ordered, Values::Ranks(labels));
        return Finding { kind, reason: reason.into(), values, numbers: None };
    }
    if let Some(parts) = Parts::find(levels) {
        let reason = format!(
            "several labels in a cell, with “{}” between: {} in all",
            parts.separator,
            parts.labels.len()
        );
        let (kind, values) = (ColumnKind::MultiSelect, Values::Parts(parts));
        return Finding { kind, reason, values, numbers: None };
    }
    if are_sentences(levels, present) {
        return Finding::labels(ColumnKind::Text, "sentences");
    }
    if let Some(stranger) = stranger_among_numbers(levels) {
        let reason =
            format!("numbers, but for “{stranger}”: if that means no value, give it as a missing mark");
        return Finding::labels(labels_kind, reason);
    }
    Finding::labels(labels_kind, labels_reason)
}

fn of_numbers(name: &str, format: NumberFormat, numbers: Vec<f64>, is_key: bool, has_few: bool) -> Finding {
    let are_whole = numbers.iter().all(|value| value.fract() == 0.0 && value.abs() <= LARGEST_WHOLE);
    if is_key && are_whole && (is_sequence(&numbers) || has_word(name, &KEYS)) {
        return Finding::labels(ColumnKind::Identifier, "all values differ");
    }
    if are_whole && has_few && has_word(name, &CODES) {
        return Finding::labels(ColumnKind::Category, "its name says that the numbers are codes");
    }
    let (kind, what) = match are_whole {
        true => (ColumnKind::Integer, "whole numbers"),
        false => (ColumnKind::Number, "numbers"),
    };
    Finding {
        kind,
        reason: format!("{what}{}", format.reason()),
        values: Values::Numbers(format),
        numbers: Some(numbers),
    }
}

/// The label that keeps a column from being numbers, where it is the only one of many.
fn stranger_among_numbers(levels: &Levels) -> Option<&str> {
    let mut strangers = levels.iter().filter(|level| number::plain(level).is_none());
    let first = strangers.next()?;
    (strangers.next().is_none() && levels.len() >= FEWEST_KEYS).then_some(first)
}

/// Whether all are digits of one length, some with a zero in front, as in postal codes.
fn are_padded(levels: &Levels) -> bool {
    let length = levels[0].len();
    let are_digits = |level: &str| level.len() == length && level.bytes().all(|byte| byte.is_ascii_digit());
    length > 1 && levels.iter().all(are_digits) && levels.iter().any(|level| level.starts_with('0'))
}

/// Whether whole numbers run up one by one, in whatever order they stand.
fn is_sequence(values: &[f64]) -> bool {
    let wider = |(low, high): (f64, f64), &value: &f64| (low.min(value), high.max(value));
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), wider);
    high - low + 1.0 == values.len() as f64
}

/// Words in the names of keys.
const KEYS: [&str; 8] = ["id", "pid", "key", "uuid", "index", "number", "no", "code"];

/// Words in the names of columns whose numbers stand for something else.
const CODES: [&str; 6] = ["code", "codes", "recode", "zip", "zipcode", "postcode"];

fn has_word(name: &str, words: &[&str]) -> bool {
    name.split(|letter: char| !letter.is_alphanumeric()).any(|word| {
        let lower = word.to_ascii_lowercase();
        words.contains(&lower.as_str())
            || (words.contains(&"id") && (word.ends_with("Id") || word.ends_with("ID")))
    })
}

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
