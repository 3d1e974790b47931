//! One column: its cells as they were read, what they hold and what they are used for.

use super::cells::{Cells, Levels};
use super::error::DataError;
use super::kind::{self, Finding};
use super::summary::{ColumnKind, ColumnSummary, Role, ValueSummary};
use crate::report::Split;

const BINS: usize = 16;
const MOST_LEVELS_SHOWN: usize = 40;

/// One column. Its cells stay as they were read, so that another type can be given to it at any time.
#[derive(Clone, Debug)]
pub struct Column {
    /// From the header.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// What it is used for.
    pub role: Role,
    /// Why, as a short clause.
    pub reason: String,
    has_decimal_comma: bool,
    cells: Cells,
}

impl Column {
    /// Finds what the cells hold.
    pub fn new(name: String, cells: Cells, comma_separates_cells: bool) -> Self {
        let cells = cells.without(kind::is_missing);
        let present = cells.counts().iter().sum();
        let Finding { kind, reason, has_decimal_comma } =
            kind::find(&name, cells.levels(), present, comma_separates_cells);
        Self { name, kind, role: Role::Input, reason, has_decimal_comma, cells }
    }

    /// A row's cell as it was read.
    pub fn label(&self, row: usize) -> Option<&str> {
        self.code(row).and_then(|code| self.levels().get(code))
    }

    /// A row's cell as a number.
    pub fn number(&self, row: usize) -> Option<f64> {
        self.read_number(self.label(row)?)
    }

    /// Reads text as this column's cells are read.
    pub fn read_number(&self, text: &str) -> Option<f64> {
        kind::parse_number(text, self.has_decimal_comma)
    }

    /// Whether its numbers have a decimal comma.
    pub fn has_decimal_comma(&self) -> bool {
        self.has_decimal_comma
    }

    /// A row's cell as a place in [`Self::levels`].
    pub fn code(&self, row: usize) -> Option<usize> {
        self.cells.code(row)
    }

    /// Different cells, in order of first appearance.
    pub fn levels(&self) -> &Levels {
        self.cells.levels()
    }

    /// The split that each row is given, in a column with that role.
    pub fn splits(&self, first_row: usize) -> Result<Vec<Split>, DataError> {
        let split = |row: usize| {
            let label = self.label(row).unwrap_or("");
            split_named(label).ok_or_else(|| DataError::UnknownSplit {
                row: row + first_row,
                column: self.name.clone(),
                found: label.to_owned(),
            })
        };
        (0..self.cells.len()).map(split).collect()
    }

    /// Cells without a value.
    pub fn missing(&self) -> usize {
        (0..self.cells.len()).filter(|&row| self.code(row).is_none()).count()
    }

    /// Refuses the kind number for a column with a cell that is none.
    pub fn check_numbers(&self, kind: ColumnKind, first_row: usize) -> Result<(), DataError> {
        if kind != ColumnKind::Number {
            return Ok(());
        }
        let bad = self.levels().iter().find(|level| !self.read_number(level).is_some_and(f64::is_finite));
        let Some(found) = bad.map(str::to_owned) else {
            return Ok(());
        };
        let row = (0..self.cells.len()).find(|&row| self.label(row) == Some(&found)).unwrap_or(0) + first_row;
        let column = self.name.clone();
        Err(match self.read_number(&found) {
            Some(_) => DataError::NotFinite { row, column, found },
            None => DataError::NotANumber { row, column, found },
        })
    }

    /// What the page is told.
    pub fn summary(&self) -> ColumnSummary {
        let values = match self.kind {
            ColumnKind::Number => self.number_summary(),
            ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Identifier | ColumnKind::Text => {
                self.label_summary()
            }
        };
        ColumnSummary {
            name: self.name.clone(),
            kind: self.kind,
            role: self.role,
            missing: self.missing(),
            distinct: self.levels().len(),
            reason: self.reason.clone(),
            values,
        }
    }

    fn number_summary(&self) -> ValueSummary {
        let levels = self.levels().iter().map(|level| self.read_number(level));
        let counts = self.cells.counts();
        // A number that many rows share is read once.
        let mut values: Vec<f64> = (levels.zip(counts))
            .filter_map(|(value, count)| Some(std::iter::repeat_n(value?, count)))
            .flatten()
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        let low = values.first().copied().unwrap_or(0.0);
        let high = values.last().copied().unwrap_or(0.0);
        let mut bins = vec![0; if high > low { BINS } else { 1 }];
        let last = bins.len() - 1;
        for value in &values {
            let place = ((value - low) / (high - low) * bins.len() as f64) as usize;
            bins[place.min(last)] += 1;
        }
        ValueSummary::Numbers {
            low,
            high,
            median: median(&values),
            whole: values.iter().all(|value| value.fract() == 0.0),
            bins,
        }
    }

    fn label_summary(&self) -> ValueSummary {
        let counts = self.cells.counts();
        let mut order: Vec<usize> = (0..counts.len()).collect();
        let levels = self.levels();
        order.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then_with(|| levels[a].cmp(&levels[b])));
        order.truncate(MOST_LEVELS_SHOWN);
        let named = |code: usize| (levels[code].to_owned(), counts[code]);
        ValueSummary::Labels { levels: order.into_iter().map(named).collect() }
    }
}

/// The middle of sorted values; 0 for none.
pub fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[half],
        _ => (sorted[half - 1] + sorted[half]) / 2.0,
    }
}

/// The split that a label names.
pub fn split_named(label: &str) -> Option<Split> {
    match label.to_ascii_lowercase().as_str() {
        "train" | "training" => Some(Split::Train),
        "valid" | "validation" | "val" => Some(Split::Valid),
        "test" => Some(Split::Test),
        _ => None,
    }
}
