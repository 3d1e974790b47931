//! What boosted trees read of a dataset: numbers in the column's unit with their gaps, labels by their codes, dates by their parts, and of
//! texts how often the words come that most training rows have.

use std::collections::{BTreeSet, HashMap};

use chrono::Datelike as _;

use super::dataset::Dataset;
use crate::schema::column::ColumnKind;
use crate::schema::split::Split;
use crate::table::column::Column;
use crate::table::date::Moment;
use crate::trees::{Feature, FeatureKind, TreeError, TreeTable};

/// Words of a text column that are features.
const WORDS: usize = 128;

impl Dataset {
    /// The inputs of some rows.
    ///
    /// # Errors
    /// None that a dataset could have.
    pub fn tree_table(&self, rows: &[u32]) -> Result<TreeTable, TreeError> {
        let train = self.rows(Split::Train);
        let features = self.source.columns.iter().flat_map(|column| features(column, rows, train));
        TreeTable::new(rows.len(), features.collect())
    }
}

fn features(column: &Column, rows: &[u32], train: &[u32]) -> Vec<Feature> {
    let feature = |kind, value: &dyn Fn(usize) -> Option<f64>| Feature {
        values: rows.iter().map(|&row| value(row as usize).map_or(f32::NAN, |value| value as f32)).collect(),
        kind,
    };
    match column.kind {
        ColumnKind::Number | ColumnKind::Integer | ColumnKind::Ordered => {
            vec![feature(FeatureKind::Number, &|row| column.number(row))]
        }
        ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Constant | ColumnKind::Identifier => {
            vec![feature(FeatureKind::Category, &|row| column.code(row).map(|code| code as f64))]
        }
        ColumnKind::Date => {
            let parts: [fn(&Moment) -> f64; 4] = [
                Moment::days,
                |moment| moment.day.month0().into(),
                |moment| moment.day.weekday().num_days_from_monday().into(),
                |moment| moment.hour,
            ];
            let part = |of: fn(&Moment) -> f64| {
                feature(FeatureKind::Number, &|row| column.moment(row).map(|moment| of(&moment)))
            };
            parts.into_iter().map(part).collect()
        }
        ColumnKind::MultiSelect => {
            let Some(parts) = column.reading().parts() else { return Vec::new() };
            let has = |label: usize| {
                feature(FeatureKind::Number, &|row| {
                    let cell = column.label(row)?;
                    Some(f64::from(u8::from(parts.indices(cell).any(|own| own == label))))
                })
            };
            (0..parts.labels.len()).map(has).collect()
        }
        ColumnKind::Text => texts(column, rows, train),
        // Trees don't see pictures, and are not grown where there are some.
        ColumnKind::Image => Vec::new(),
    }
}

/// How often each frequent word comes in a text.
fn texts(column: &Column, rows: &[u32], train: &[u32]) -> Vec<Feature> {
    let words_of_column = frequent(column, train);
    let index: HashMap<&str, usize> =
        words_of_column.iter().enumerate().map(|(index, word)| (word.as_str(), index)).collect();
    let empty = Feature { values: vec![f32::NAN; rows.len()], kind: FeatureKind::Number };
    let mut features = vec![empty; words_of_column.len()];
    for (at, &row) in rows.iter().enumerate() {
        let Some(text) = column.label(row as usize) else { continue };
        features.iter_mut().for_each(|feature| feature.values[at] = 0.0);
        for index in words(text).filter_map(|word| index.get(word.as_str())) {
            features[*index].values[at] += 1.0;
        }
    }
    features
}

/// The words that most training rows have, equally frequent ones by the alphabet.
fn frequent(column: &Column, train: &[u32]) -> Vec<String> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    for text in train.iter().filter_map(|&row| column.label(row as usize)) {
        let own: BTreeSet<String> = words(text).collect();
        own.into_iter().for_each(|word| *rows.entry(word).or_default() += 1);
    }
    let mut found: Vec<(String, usize)> = rows.into_iter().collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.into_iter().take(WORDS).map(|(word, _)| word).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
