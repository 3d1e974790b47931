//! How a table can be written.

use serde::{Deserialize, Serialize};

/// How a table was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with a delimiter between cells.
    Csv,
    /// An array of objects.
    Json,
    /// One object a line.
    JsonLines,
    /// Weka's text, with types above the rows.
    Arff,
    /// Labels and pairs of index and number.
    Libsvm,
    /// Columns of typed values; the page turns it into JSON Lines.
    Parquet,
    /// A sheet of Excel or OpenDocument; the page turns it into text with commas.
    Workbook,
}
