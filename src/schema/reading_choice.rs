//! How a file is read: what was found, and what a user chooses instead.

use serde::{Deserialize, Serialize};

/// How a file is read. As a choice, what is `None` is found; in a summary, what is `None` does not apply to the format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReadingChoice {
    /// Between cells; a blank stands for columns that are aligned with blanks.
    pub delimiter: Option<char>,
    /// Rows of names above the data, units and other rows that belong to them included; 0 where there is no header. `None` in a
    /// summary where the names stand in a comment.
    pub header_rows: Option<usize>,
    /// Rows left out above the header.
    pub skip_top: Option<usize>,
    /// Rows left out below the data, such as sources and totals; empty ones are not counted.
    pub skip_bottom: Option<usize>,
    /// Name of the text encoding, such as `utf-8`, `windows-1251` or `shift_jis`.
    pub encoding: Option<String>,
    /// What stands before the decimals of numbers.
    pub decimal: Option<Decimal>,
    /// How a quote within a quoted cell is written.
    pub quotes: Option<Quotes>,
    /// What begins a line that is no data; empty for nothing.
    pub comment: Option<String>,
}

/// The sign before the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decimal {
    /// 1.5
    #[serde(rename = ".")]
    Point,
    /// 1,5
    #[serde(rename = ",")]
    Comma,
}

/// How a quote within a quoted cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quotes {
    /// Twice, as spreadsheets do.
    #[default]
    Doubled,
    /// Behind a backslash, as MySQL does.
    Backslash,
    /// Quotes are signs like others.
    None,
}

impl Decimal {
    /// The sign.
    pub fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

impl Quotes {
    /// Every way, in menu order.
    pub const ALL: [Self; 3] = [Self::Doubled, Self::Backslash, Self::None];

    /// The snake_case name used in summaries and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Doubled => "doubled",
            Self::Backslash => "backslash",
            Self::None => "none",
        }
    }

    /// The name in menus.
    pub fn name(self) -> &'static str {
        match self {
            Self::Doubled => "written twice (\"\")",
            Self::Backslash => "behind a backslash (\\\")",
            Self::None => "a sign like others",
        }
    }
}
