//! Marks that mean "no value", such as `NA`; an empty cell always does.

use serde::{Deserialize, Serialize};

/// Marks that are looked for unless others are given, in lower case.
const USUAL: [&str; 23] = [
    "na",
    "n/a",
    "n.a.",
    "nan",
    "null",
    "none",
    "?",
    "-",
    "--",
    ".",
    "#n/a",
    "#na",
    "<na>",
    "nat",
    "\\n",
    "missing",
    "(missing)",
    "#div/0!",
    "#value!",
    "#ref!",
    "#num!",
    "#name?",
    "#null!",
];

/// Usual marks that are labels where the column's other labels belong with them, as in none < mild < severe, or NA beside ZA.
const LABELS: [&str; 3] = ["none", "-", "na"];

/// Whether a trimmed cell is empty or a usual mark.
pub fn is_usual(cell: &str) -> bool {
    // No mark ends with a digit, and most cells do.
    cell.len() <= 9
        && !cell.as_bytes().last().is_some_and(u8::is_ascii_digit)
        && (cell.is_empty() || USUAL.iter().any(|mark| mark.eq_ignore_ascii_case(cell)))
}

/// Which cells of a column have no value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Instead of the usual ones, exactly as written.
    given: Option<Vec<String>>,
    /// Usual ones that are labels in this column.
    labels: Vec<String>,
    /// Others that this column has, as written.
    own: Vec<String>,
}

impl Marks {
    /// Marks in place of the usual ones.
    pub fn given(marks: &[String]) -> Self {
        let given = marks.iter().map(|mark| mark.trim().to_owned()).collect();
        Self { given: Some(given), ..Self::default() }
    }

    /// Whether a trimmed cell has no value.
    pub fn are_in(&self, cell: &str) -> bool {
        match &self.given {
            Some(given) => cell.is_empty() || given.iter().any(|mark| mark == cell),
            None => {
                is_usual(cell) && !self.labels.iter().any(|label| label == cell)
                    || self.own.iter().any(|mark| mark == cell)
            }
        }
    }

    /// Whether they were given, so that no other cells may be taken for missing.
    pub fn are_given(&self) -> bool {
        self.given.is_some()
    }

    /// The same, with marks that only this column has.
    pub fn with_own<'a>(mut self, marks: impl Iterator<Item = &'a str>) -> Self {
        self.own.extend(marks.map(str::to_owned));
        self
    }

    /// Whether a mark may as well be a label, so that its column has to be looked at.
    pub fn may_be_label(&self, cell: &str) -> bool {
        self.given.is_none() && LABELS.iter().any(|label| label.eq_ignore_ascii_case(cell))
    }

    /// The same, with a mark that is a label.
    pub fn with_label(mut self, label: &str) -> Self {
        self.labels.push(label.to_owned());
        self
    }
}
