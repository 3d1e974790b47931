//! What a column can hold.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Numbers.
    Number,
    /// Whole numbers, such as counts.
    Integer,
    /// A few different labels.
    Category,
    /// A few different labels that go from low to high.
    Ordered,
    /// Two labels that mean yes and no.
    Boolean,
    /// Several labels in a cell, such as those ticked in a form.
    MultiSelect,
    /// Dates, with or without a time.
    Date,
    /// A different value in (nearly) every row, such as a key.
    Identifier,
    /// One value in every row that has any.
    Constant,
    /// Pictures.
    Image,
    /// Free text or other labels too varied to be a category.
    Text,
}

impl ColumnKind {
    /// Every kind, in menu order.
    pub const ALL: [Self; 11] = [
        Self::Number,
        Self::Integer,
        Self::Category,
        Self::Ordered,
        Self::Boolean,
        Self::MultiSelect,
        Self::Date,
        Self::Identifier,
        Self::Constant,
        Self::Image,
        Self::Text,
    ];

    /// The snake_case name used in summaries and options.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Category => "category",
            Self::Ordered => "ordered",
            Self::Boolean => "boolean",
            Self::MultiSelect => "multi_select",
            Self::Date => "date",
            Self::Identifier => "identifier",
            Self::Constant => "constant",
            Self::Image => "image",
            Self::Text => "text",
        }
    }

    /// Whether it need not be changed to be the other one.
    pub fn is_like(self, other: Self) -> bool {
        let is_label = |kind| matches!(kind, Self::Category | Self::Ordered | Self::Boolean);
        self == other || (self.is_numeric() && other.is_numeric()) || (is_label(self) && is_label(other))
    }

    /// Whether its values can be added up.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Number | Self::Integer)
    }
}
