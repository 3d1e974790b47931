//! A number that is read as it is, and of which the model makes a learned vector of sines and cosines.

use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section};
use crate::input::number::Number;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// A column of numbers with waves (Gorishniy, Rubachev & Babenko 2022, <https://arxiv.org/abs/2203.05556>).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Periodic(Number);

impl Periodic {
    /// Waves of a fitted number.
    pub fn new(number: Number) -> Self {
        Self(number)
    }
}

impl Kind for Periodic {
    const SECTION: Section = Section::Numbers;

    fn is_sound(&self) -> bool {
        self.0.is_sound()
    }

    fn width(&self) -> usize {
        self.0.width()
    }

    fn names(&self, column: &str) -> Vec<String> {
        self.0.names(column)
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.0.push(column, row, features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.0.push_raw(cell, features)
    }

    fn is_periodic(&self) -> bool {
        true
    }
}
