//! How one column becomes numbers, fitted on the training split only.

use serde::{Deserialize, Serialize};

use crate::input::EncodingConfig;
use crate::input::calendar::Calendar;
use crate::input::embedding::{Categories, MOST_SLOTS, Texts, WIDE};
use crate::input::ngram;
use crate::input::scaling::{CLIP, Scale, Scaling};
use crate::input::terms::Terms;
use crate::input::vocabulary::Vocabulary;
use crate::schema::column::ColumnKind;
use crate::table::column::{Column, median};
use crate::table::multi_select::Parts;
use crate::table::reading::{Reading, Values};

/// How one column becomes numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A missing number read as the median, and a flag if any was missing.
    Number { median: f64, scale: Scale, has_flag: bool },
    /// 1 in the place of its label, 0 in the others.
    Label(Vocabulary),
    /// 1 in the place of each of its labels, 0 in the others.
    Parts(Vocabulary),
    /// The code of its label's vector.
    Vector(Vocabulary),
    /// Its year and its places in year, week and day.
    Date(Calendar),
    /// Hashed words and their pieces.
    Text,
    /// The codes of the vectors of its terms, and their weights.
    Terms(Terms),
    /// The codes of the vectors of its words and their pieces, in slots that are as many in all such columns.
    Words { slots: usize },
}

/// Where a column stands in an encoded row: codes after numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Numbers,
    Category,
    Text,
}

impl Code {
    pub fn fit(column: &Column, train: &[u32], config: &EncodingConfig) -> Self {
        match column.kind {
            ColumnKind::Number | ColumnKind::Integer | ColumnKind::Ordered => {
                Self::fit_number(column, train, config.numbers)
            }
            ColumnKind::Date => {
                let moments = train.iter().map(|&row| column.moment(row as usize));
                let has_hour = matches!(column.reading().values, Values::Dates(format) if format.has_time);
                Self::Date(Calendar::fit(moments, has_hour))
            }
            ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Identifier | ColumnKind::Constant => {
                let vocabulary = Vocabulary::fit(column, train);
                match config.categories {
                    Categories::Embedding if vocabulary.count() > WIDE => Self::Vector(vocabulary),
                    Categories::Embedding | Categories::OneHot => Self::Label(vocabulary),
                }
            }
            ColumnKind::MultiSelect => {
                let parts = column.reading().parts().cloned();
                let parts = parts.unwrap_or_else(|| Parts::of(column.levels()));
                Self::Parts(Vocabulary::of_parts(column, &parts, train))
            }
            ColumnKind::Text => match config.texts {
                Texts::Tfidf => {
                    Self::Terms(Terms::fit(train.len(), train.iter().map(|&row| column.label(row as usize))))
                }
                Texts::Hashed => Self::Text,
                Texts::Embedding => {
                    let counts = train.iter().map(|&row| ngram::count(column.label(row as usize)));
                    Self::Words { slots: counts.max().unwrap_or(0).clamp(1, MOST_SLOTS) }
                }
            },
        }
    }

    pub fn fit_number(column: &Column, train: &[u32], scaling: Scaling) -> Self {
        let cells = train.iter().map(|&row| column.number(row as usize));
        let mut values: Vec<f64> = cells.flatten().collect();
        let median = median(&mut values);
        let missing = train.len() - values.len();
        Self::Number { median, scale: Scale::fit(scaling, values, median, missing), has_flag: missing > 0 }
    }

    pub fn width(&self) -> usize {
        match self {
            Self::Number { has_flag, .. } => 1 + usize::from(*has_flag),
            Self::Date(calendar) => calendar.names().len(),
            Self::Text => ngram::WIDTH,
            Self::Label(vocabulary) | Self::Parts(vocabulary) => vocabulary.count(),
            Self::Vector(_) => 1,
            Self::Terms(terms) => 2 * terms.slots(),
            Self::Words { slots } => *slots,
        }
    }

    /// Whether its parts fit each other.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Number { scale, .. } => scale.is_sound(),
            Self::Vector(vocabulary) => vocabulary.count() > 0,
            Self::Terms(terms) => terms.is_sound(),
            Self::Words { slots } => (1..=MOST_SLOTS).contains(slots),
            Self::Label(_) | Self::Parts(_) | Self::Date(_) | Self::Text => true,
        }
    }

    pub fn part(&self) -> Part {
        match self {
            Self::Number { .. } | Self::Label(_) | Self::Parts(_) | Self::Date(_) | Self::Text => {
                Part::Numbers
            }
            Self::Vector(_) => Part::Category,
            Self::Terms(_) | Self::Words { .. } => Part::Text,
        }
    }

    pub fn push_number(&self, value: Option<f64>, features: &mut Vec<f32>) {
        let Self::Number { median, scale, has_flag, .. } = self else {
            return;
        };
        let scaled = scale.apply(value.unwrap_or(*median));
        features.push(scaled.clamp(-CLIP, CLIP) as f32);
        if *has_flag {
            features.push(if value.is_none() { 1.0 } else { 0.0 });
        }
    }

    pub fn push_label(&self, label: Option<&str>, features: &mut Vec<f32>) {
        match self {
            Self::Label(vocabulary) => {
                let start = features.len();
                features.resize(start + vocabulary.count(), 0.0);
                if let Some(place) = vocabulary.place(label) {
                    features[start + place] = 1.0;
                }
            }
            Self::Vector(vocabulary) => {
                features.push(vocabulary.place(label).map_or(0.0, |place| (place + 1) as f32))
            }
            Self::Number { .. }
            | Self::Parts(_)
            | Self::Date(_)
            | Self::Text
            | Self::Terms(_)
            | Self::Words { .. } => {}
        }
    }
}

/// 1 in the place of each of a cell's labels; what no training row had has none.
pub fn push_parts(vocabulary: &Vocabulary, reading: &Reading, cell: Option<&str>, features: &mut Vec<f32>) {
    let start = features.len();
    features.resize(start + vocabulary.count(), 0.0);
    let mut mark = |label: Option<&str>| {
        if let Some(place) = vocabulary.place(label) {
            features[start + place] = 1.0;
        }
    };
    match (cell, reading.parts()) {
        (Some(cell), Some(parts)) => parts.split(cell).for_each(|label| mark(Some(label))),
        (cell, _) => mark(cell),
    }
}
