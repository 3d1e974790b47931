//! What the page is told about a table: plain data, no cells but a few first rows.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Numbers.
    Number,
    /// A few different labels.
    Category,
    /// Two labels that mean yes and no.
    Boolean,
    /// A different value in (nearly) every row, such as a key.
    Identifier,
    /// Free text or other labels too varied to be a category.
    Text,
}

impl ColumnKind {
    /// Every kind, in menu order.
    pub const ALL: [Self; 5] = [Self::Number, Self::Category, Self::Boolean, Self::Identifier, Self::Text];

    /// The snake_case name used in summaries and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Category => "category",
            Self::Boolean => "boolean",
            Self::Identifier => "identifier",
            Self::Text => "text",
        }
    }

    /// Whether its values can be added up.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Number)
    }
}

/// What a column is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Fed to the model.
    Input,
    /// Predicted by a head of its own.
    Task,
    /// Left out.
    Ignore,
    /// Says `train`, `valid` or `test` for each row.
    Split,
    /// Names what rows belong together, so that one split holds them all.
    Group,
    /// Says how much each row counts.
    Weight,
}

impl Role {
    /// Every role, in menu order.
    pub const ALL: [Self; 6] =
        [Self::Input, Self::Task, Self::Ignore, Self::Split, Self::Group, Self::Weight];

    /// The snake_case name used in summaries and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Task => "task",
            Self::Ignore => "ignore",
            Self::Split => "split",
            Self::Group => "group",
            Self::Weight => "weight",
        }
    }

    /// Whether only one column can have it.
    pub fn is_single(self) -> bool {
        match self {
            Self::Split | Self::Group | Self::Weight => true,
            Self::Input | Self::Task | Self::Ignore => false,
        }
    }
}

/// The public description of a loaded table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSummary {
    /// File or example name.
    pub name: String,
    /// Data rows, the header not counted.
    pub rows: usize,
    /// The delimiter found, as one character.
    pub delimiter: char,
    /// One entry per column, in file order.
    pub columns: Vec<ColumnSummary>,
    /// The first rows as read, one string per cell, for a preview (at most 8 rows).
    pub preview: Vec<Vec<String>>,
    /// Sentences about things that are odd but not fatal.
    pub warnings: Vec<String>,
}

/// One column of a [`TableSummary`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnSummary {
    /// Name from the header.
    pub name: String,
    /// What it holds; overridable.
    #[serde(rename = "type")]
    pub kind: ColumnKind,
    /// What it is used for; overridable.
    pub role: Role,
    /// Cells without a value.
    pub missing: usize,
    /// Number of different values.
    pub distinct: usize,
    /// Why this type and role were suggested, as a short clause; empty where there is nothing to say.
    pub reason: String,
    /// The distribution, for a small picture and for the what-if form.
    pub values: ValueSummary,
}

/// The distribution of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "kind")]
pub enum ValueSummary {
    /// Numbers: range, middle and a histogram of equal-width bins over `[low, high]`.
    Numbers {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
        /// Middle value.
        median: f64,
        /// Whether every value is a whole number.
        whole: bool,
        /// Count per bin (at most 16 bins).
        bins: Vec<usize>,
    },
    /// Labels with their counts, most frequent first (at most 40).
    Labels {
        /// `(label, rows)` pairs.
        levels: Vec<(String, usize)>,
    },
}
