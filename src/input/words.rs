//! The codes of the learned vectors of a text's words and their pieces, in slots that are as many in all such columns.

use serde::{Deserialize, Serialize};

use crate::input::embedding::{Bag, MOST_SLOTS};
use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::ngram;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// A column of texts; see [`ngram::push_codes`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    slots: usize,
}

impl Words {
    /// As many slots as the longest training text fills.
    pub fn fit(column: &Column, train: &[u32]) -> Self {
        let counts = train.iter().map(|&row| ngram::count(column.label(row as usize)));
        Self { slots: counts.max().unwrap_or(0).clamp(1, MOST_SLOTS) }
    }
}

impl Kind for Words {
    const SECTION: Section = Section::Texts;

    fn is_sound(&self) -> bool {
        (1..=MOST_SLOTS).contains(&self.slots)
    }

    fn width(&self) -> usize {
        self.slots
    }

    fn names(&self, column: &str) -> Vec<String> {
        (1..=self.slots).map(|slot| named(column, format!("code {slot}"))).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        ngram::push_codes(column.label(row), self.slots, features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        ngram::push_codes(cell.text, self.slots, features);
        Ok(())
    }

    fn bag(&self) -> Option<Bag> {
        Some(Bag::texts(1, self.slots))
    }

    fn shared_slots(&self) -> Option<usize> {
        Some(self.slots)
    }

    fn share_slots(&mut self, slots: usize) {
        self.slots = slots;
    }
}
