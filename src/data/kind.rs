//! Decides from all cells of a column what it holds.

use super::cells::Levels;
use super::summary::ColumnKind;

/// Cells that mean "no value", in lower case.
const MISSING: [&str; 9] = ["", "na", "n/a", "nan", "null", "none", "?", "-", "#n/a"];

/// Pairs of labels that mean no and yes, in lower case.
const BOOLEANS: [(&str, &str); 5] = [("no", "yes"), ("false", "true"), ("n", "y"), ("f", "t"), ("0", "1")];

/// Columns of text with more different labels than this, and than a tenth of their cells, are no categories.
const MOST_LEVELS: usize = 50;

/// Whether a trimmed cell means "no value".
pub fn is_missing(cell: &str) -> bool {
    cell.len() <= 4 && MISSING.contains(&cell.to_ascii_lowercase().as_str())
}

/// Reads a number; with a decimal comma, points separate thousands.
pub fn parse_number(cell: &str, has_decimal_comma: bool) -> Option<f64> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.,eE".contains(&byte);
    if !cell.bytes().all(is_plain) {
        // Words such as "inf" are numbers to the standard library; they are found as not finite.
        return match cell.trim_start_matches(['+', '-']).to_ascii_lowercase().as_str() {
            "inf" | "infinity" => Some(f64::INFINITY),
            _ => None,
        };
    }
    if has_decimal_comma {
        return cell.replace('.', "").replace(',', ".").parse().ok();
    }
    cell.parse().ok()
}

/// Whether a label means yes; `None` if it means neither.
pub fn truth(label: &str) -> Option<bool> {
    let label = label.to_ascii_lowercase();
    BOOLEANS.iter().find_map(|(no, yes)| match label.as_str() {
        label if label == *no => Some(false),
        label if label == *yes => Some(true),
        _ => None,
    })
}

/// What a column holds, and why.
#[derive(Debug, PartialEq)]
pub struct Finding {
    /// What it holds.
    pub kind: ColumnKind,
    /// Why, where that is worth saying.
    pub reason: String,
    /// Whether its numbers have a decimal comma.
    pub has_decimal_comma: bool,
}

/// Decides from a column's name and its different labels, of which there are `present` in all.
pub fn find(name: &str, levels: &Levels, present: usize, comma_separates_cells: bool) -> Finding {
    let all_numbers = |comma: bool| levels.iter().all(|level| parse_number(level, comma).is_some());
    let found = |kind, reason: &str| Finding { kind, reason: reason.into(), has_decimal_comma: false };
    if levels.is_empty() {
        return found(ColumnKind::Text, "every cell is empty");
    }
    if is_boolean(levels) {
        return found(ColumnKind::Boolean, "");
    }
    if all_numbers(false) {
        let is_whole = |level: &str| parse_number(level, false).is_some_and(|value| value.fract() == 0.0);
        let is_key = levels.len() == present && levels.iter().all(is_whole);
        if is_key && present > 10 && (is_sequence(levels) || names_a_key(name)) {
            return found(ColumnKind::Identifier, "all values differ");
        }
        return found(ColumnKind::Number, "");
    }
    if !comma_separates_cells && all_numbers(true) {
        return Finding { has_decimal_comma: true, ..found(ColumnKind::Number, "decimal comma") };
    }
    if levels.iter().all(is_date) {
        return found(ColumnKind::Text, "dates are not read as inputs");
    }
    if levels.len() == present && present > 10 {
        return found(ColumnKind::Identifier, "all values differ");
    }
    if levels.len() > MOST_LEVELS.max(present / 10) {
        return found(ColumnKind::Text, "too many different labels for a category");
    }
    found(ColumnKind::Category, "")
}

fn is_boolean(levels: &Levels) -> bool {
    if levels.len() != 2 {
        return false;
    }
    let (a, b) = (levels[0].to_ascii_lowercase(), levels[1].to_ascii_lowercase());
    BOOLEANS.iter().any(|(no, yes)| (a == *no && b == *yes) || (a == *yes && b == *no))
}

/// Whether whole numbers run up one by one, in whatever order they stand.
fn is_sequence(levels: &Levels) -> bool {
    let values = levels.iter().filter_map(|level| parse_number(level, false));
    let (low, high) =
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    high - low + 1.0 == levels.len() as f64
}

fn names_a_key(name: &str) -> bool {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let is_key = |word: &str| {
        let lower = word.to_ascii_lowercase();
        ["id", "pid", "key", "uuid", "index", "number", "no", "code"].contains(&lower.as_str())
            || word.ends_with("Id")
            || word.ends_with("ID")
    };
    words.into_iter().any(is_key)
}

fn is_date(level: &str) -> bool {
    let day = level.get(..10).unwrap_or_default().as_bytes();
    day.len() == 10
        && day.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => matches!(byte, b'-' | b'/' | b'.'),
            _ => byte.is_ascii_digit(),
        })
}
