//! What the page is told about a table: plain data, no cells but a few first rows.

use serde::{Deserialize, Serialize};

use crate::read::row_numbers::RowNumbers;
use crate::schema::column::ColumnKind;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::role::Role;
use crate::schema::warning::Place;
use crate::table::join::Join;

/// The public description of a loaded table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSummary {
    /// File or example name.
    pub name: String,
    /// Data rows, the header not counted.
    pub rows: usize,
    /// Where the first data row stands in a spreadsheet: 2 below a header, else 1.
    pub first_row: usize,
    /// Where every data row stands in a spreadsheet: runs of rows in equal steps, so that rows left out are no trouble.
    pub row_numbers: RowNumbers,
    /// How the file was read: what was found, or chosen instead.
    pub reading: ReadingChoice,
    /// How it was written; gzip is looked through.
    pub format: Format,
    /// The delimiter found, as one character; a comma where there is none.
    pub delimiter: char,
    /// One entry per column, in file order.
    pub columns: Vec<ColumnSummary>,
    /// Marks found in place of values, as they are written, the most frequent first; empty cells are the empty mark.
    pub missing_marks: Vec<String>,
    /// The first rows as read, one string per cell, for a preview (at most 8 rows).
    pub preview: Vec<Vec<String>>,
    /// What further files added, if the table comes from several.
    pub joins: Vec<Join>,
    /// Sentences about things that are odd but not fatal.
    pub warnings: Vec<String>,
    /// Where each of them is seen, in the same order; `null` where it is in no one place.
    pub warning_places: Vec<Option<Place>>,
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
    /// Why this type and role were suggested, as a short clause; empty where they were chosen.
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
    /// Dates as ISO 8601: range, middle and a histogram of equally long bins over `[low, high]`.
    Dates {
        /// First.
        low: String,
        /// Last.
        high: String,
        /// Middle.
        median: String,
        /// Count per bin (at most 16 bins).
        bins: Vec<usize>,
    },
    /// Labels with their counts (at most 40): from lowest to highest where they have an order, else the most frequent
    /// first.
    Labels {
        /// `(label, rows)` pairs.
        levels: Vec<(String, usize)>,
    },
}
