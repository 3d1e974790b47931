//! 1 at the index of each of its labels, 0 elsewhere.

use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::vocabulary::Vocabulary;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::table::multi_select::Parts;
use crate::table::reading::Reading;

/// A column whose cells list labels, each of which is an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MultiHot(Vocabulary);

impl MultiHot {
    /// Fits to the training rows.
    pub fn fit(column: &Column, train: &[u32]) -> Self {
        let parts = column.reading().parts().cloned();
        let parts = parts.unwrap_or_else(|| Parts::of(column.levels()));
        Self(Vocabulary::of_parts(column, &parts, train))
    }

    /// What no training row had has no index.
    fn push_labels(&self, reading: &Reading, cell: Option<&str>, features: &mut Vec<f32>) {
        let start = features.len();
        features.resize(start + self.0.count(), 0.0);
        let mut mark = |label: Option<&str>| {
            if let Some(place) = self.0.place(label) {
                features[start + place] = 1.0;
            }
        };
        match (cell, reading.parts()) {
            (Some(cell), Some(parts)) => parts.split(cell).for_each(|label| mark(Some(label))),
            (cell, _) => mark(cell),
        }
    }
}

impl Kind for MultiHot {
    const SECTION: Section = Section::Numbers;

    fn width(&self) -> usize {
        self.0.count()
    }

    fn names(&self, column: &str) -> Vec<String> {
        self.0.names().map(|label| named(column, label)).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_labels(column.reading(), column.label(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_labels(cell.reading, cell.text, features);
        Ok(())
    }
}
