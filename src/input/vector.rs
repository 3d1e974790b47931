//! The code of its label's learned vector.

use serde::{Deserialize, Serialize};

use crate::input::embedding::Bag;
use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::vocabulary::Vocabulary;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// A column of labels, each of which has a learned vector (Guo & Berkhahn 2016, <https://arxiv.org/abs/1604.06737>).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vector(Vocabulary);

impl Vector {
    /// One vector for each entry of a vocabulary.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self(vocabulary)
    }

    fn push_label(&self, label: Option<&str>, features: &mut Vec<f32>) {
        features.push(self.0.place(label).map_or(0.0, |place| (place + 1) as f32));
    }
}

impl Kind for Vector {
    const SECTION: Section = Section::Categories;

    fn is_sound(&self) -> bool {
        self.0.count() > 0
    }

    fn width(&self) -> usize {
        1
    }

    fn names(&self, column: &str) -> Vec<String> {
        vec![named(column, "code")]
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_label(column.label(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_label(cell.text, features);
        Ok(())
    }

    fn bag(&self) -> Option<Bag> {
        Some(Bag::category(self.0.count()))
    }
}
