//! How a column's cells are read, in the file and in rows to predict for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::read::levels::Levels;
use crate::read::missing::Marks;
use crate::read::number::{NumberFormat, NumberHint};
use crate::read::picture::Picture;
use crate::schema::column::ColumnKind;
use crate::table::date::{DateFormat, Moment};
use crate::table::label::{key, order};
use crate::table::multi_select::Parts;
use crate::table::scale;
use crate::table::shell;
use crate::table::tick;

/// Turns a cell's text into what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Which cells have no value.
    pub marks: Marks,
    /// What the others are.
    pub values: Values,
    /// The label that stands for all spellings with one key; empty where none has more than one.
    pub spellings: BTreeMap<String, String>,
}

/// What cells with a value are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Labels without an order.
    Labels,
    /// Numbers.
    Numbers(NumberFormat),
    /// Labels, from lowest to highest.
    Ranks(Vec<String>),
    /// Dates.
    Dates(DateFormat),
    /// Several labels in a cell.
    Parts(Parts),
    /// This option, or nothing: yes or no.
    Tick(String),
}

impl Reading {
    /// A cell without its shell, spelled as the column's labels are.
    pub fn label<'a>(&'a self, text: &'a str) -> &'a str {
        let text = shell::off(text);
        if self.spellings.is_empty() {
            return text;
        }
        self.spellings.get(key::key(text).as_ref()).map_or(text, String::as_str)
    }

    /// A cell's number: its value, or its place on the scale.
    pub fn number(&self, text: &str) -> Option<f64> {
        match &self.values {
            Values::Numbers(format) => format.read(text),
            Values::Ranks(labels) => labels.iter().position(|label| label == text).map(|rank| rank as f64),
            Values::Labels | Values::Dates(_) | Values::Parts(_) | Values::Tick(_) => None,
        }
    }

    /// A cell's date.
    pub fn moment(&self, text: &str) -> Option<Moment> {
        match &self.values {
            Values::Dates(format) => format.read(text),
            Values::Labels | Values::Numbers(_) | Values::Ranks(_) | Values::Parts(_) | Values::Tick(_) => {
                None
            }
        }
    }

    /// What a cell says: its label, or, of a box to tick, yes or no.
    pub fn answer<'a>(&self, text: Option<&'a str>) -> Option<&'a str> {
        match &self.values {
            Values::Tick(option) => Some(tick::read(text, option)),
            Values::Labels | Values::Numbers(_) | Values::Ranks(_) | Values::Dates(_) | Values::Parts(_) => {
                text
            }
        }
    }

    /// How a cell's labels are told apart, where it may have several.
    pub fn parts(&self) -> Option<&Parts> {
        match &self.values {
            Values::Parts(parts) => Some(parts),
            Values::Labels | Values::Numbers(_) | Values::Ranks(_) | Values::Dates(_) | Values::Tick(_) => {
                None
            }
        }
    }
}

impl Values {
    /// How the labels of a column are read once it is given a type; `None` where they can't be.
    pub fn of(of: ColumnKind, name: &str, levels: &Levels, hint: NumberHint) -> Option<Self> {
        match of {
            ColumnKind::Number | ColumnKind::Integer => {
                NumberFormat::find(levels.iter(), hint).map(Self::Numbers)
            }
            ColumnKind::Date => DateFormat::find_chosen(name, levels.iter()).map(Self::Dates),
            ColumnKind::Ordered => {
                let order =
                    scale::order(name, levels).map_or_else(|| order::label_order(levels), |(order, _)| order);
                Some(Self::Ranks(order.into_iter().map(|code| levels[code].to_owned()).collect()))
            }
            ColumnKind::MultiSelect => Some(Self::Parts(Parts::of(levels))),
            ColumnKind::Image => {
                levels.iter().all(|level| Picture::of(level).is_some()).then_some(Self::Labels)
            }
            ColumnKind::Category
            | ColumnKind::Boolean
            | ColumnKind::Identifier
            | ColumnKind::Constant
            | ColumnKind::Text => Some(Self::Labels),
        }
    }
}
