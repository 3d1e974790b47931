//! What a column was found to hold, and why.

use crate::schema::column::ColumnKind;
use crate::table::date::DateFormat;
use crate::table::notice::Notice;
use crate::table::reading::Values;

/// What a column holds, and why.
#[derive(Debug, PartialEq)]
pub struct Finding {
    /// What it holds.
    pub kind: ColumnKind,
    /// Why, as a short clause.
    pub reason: String,
    /// How its cells are read.
    pub values: Values,
    /// The number of each label that has a value, where all are numbers.
    pub numbers: Option<Vec<f64>>,
    /// Codes of labels that say that there is no value.
    pub absent: Vec<usize>,
    /// What is odd about them.
    pub notices: Vec<Notice>,
}

impl Finding {
    pub(super) fn labels(kind: ColumnKind, reason: impl Into<String>) -> Self {
        Self::new(kind, reason, Values::Labels)
    }

    pub(super) fn new(kind: ColumnKind, reason: impl Into<String>, values: Values) -> Self {
        Self { kind, reason: reason.into(), values, numbers: None, absent: Vec::new(), notices: Vec::new() }
    }

    pub(super) fn dates(format: DateFormat) -> Self {
        Self::new(ColumnKind::Date, format.reason(), Values::Dates(format))
    }
}
