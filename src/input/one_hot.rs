//! 1 at the index of its label, 0 elsewhere.

use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::vocabulary::Vocabulary;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// A column of labels, each of which is an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneHot(Vocabulary);

impl OneHot {
    /// One input for each entry of a vocabulary.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self(vocabulary)
    }

    fn push_label(&self, label: Option<&str>, features: &mut Vec<f32>) {
        let start = features.len();
        features.resize(start + self.0.count(), 0.0);
        if let Some(place) = self.0.place(label) {
            features[start + place] = 1.0;
        }
    }
}

impl Kind for OneHot {
    const SECTION: Section = Section::Numbers;

    fn width(&self) -> usize {
        self.0.count()
    }

    fn names(&self, column: &str) -> Vec<String> {
        self.0.names().map(|label| named(column, label)).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_label(column.label(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_label(cell.text, features);
        Ok(())
    }
}
