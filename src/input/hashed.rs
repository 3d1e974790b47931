//! Words of a text and their pieces, counted in a fixed number of inputs.

use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::ngram;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// A column of texts; see [`ngram::push`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hashed {}

impl Kind for Hashed {
    const SECTION: Section = Section::Numbers;

    fn width(&self) -> usize {
        ngram::WIDTH
    }

    fn names(&self, column: &str) -> Vec<String> {
        (1..=ngram::WIDTH).map(|number| named(column, format!("hash {number}"))).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        ngram::push(column.label(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        ngram::push(cell.text, features);
        Ok(())
    }
}
