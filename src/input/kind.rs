//! What a kind of input can do: the trait that its file implements.

use std::fmt::Debug;

use crate::input::block::Block;
use crate::input::embedding::Bag;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::table::reading::Reading;

/// How one column becomes numbers, fitted on the training rows.
pub trait Kind: Clone + Debug + PartialEq {
    /// Where its numbers stand in an encoded row.
    const SECTION: Section;

    /// How many numbers it makes of a cell.
    fn width(&self) -> usize;

    /// A name for each of these numbers.
    ///
    /// - `column`: the column's name
    fn names(&self, column: &str) -> Vec<String>;

    /// Adds the numbers of a cell of the table.
    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>);

    /// Adds the numbers of a cell of a raw row.
    ///
    /// # Errors
    /// A cell that the column can't have.
    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError>;

    /// Whether its parts fit each other: false only of what was read from a file that is damaged.
    fn is_sound(&self) -> bool {
        true
    }

    /// Whether the model makes a learned vector of the first of its numbers, beside reading it.
    fn is_periodic(&self) -> bool {
        false
    }

    /// The table of learned vectors that its numbers are codes of, for this column alone; `None` where they are read as they are.
    fn bag(&self) -> Option<Bag> {
        None
    }

    /// Slots of a table of vectors that all columns of this kind share; `None` where a column has its own table, or none.
    fn shared_slots(&self) -> Option<usize> {
        None
    }

    /// Takes as many slots as the other columns that share its table.
    fn share_slots(&mut self, _slots: usize) {}

    /// An empty block, where cells are more than numbers; `None` for most kinds.
    fn block(&self) -> Option<Block> {
        None
    }

    /// Adds a cell of the table to its block, or what stands for none.
    fn extend(&self, _column: &Column, _row: Option<usize>, _block: &mut Block) {}

    /// Adds a cell of a raw row to its block.
    ///
    /// # Errors
    /// A cell that the column can't have.
    fn extend_raw(&self, _cell: &RawCell<'_>, _block: &mut Block) -> Result<(), DataError> {
        Ok(())
    }
}

/// Where a column stands in an encoded row: codes after numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Read as they are.
    Numbers,
    /// Codes of labels.
    Categories,
    /// Codes of words.
    Texts,
}

/// A cell of a row that does not come from the table.
#[derive(Clone, Copy, Debug)]
pub struct RawCell<'a> {
    /// The row, from 1.
    pub row: usize,
    /// The column's name.
    pub column: &'a str,
    /// How the column's cells are read.
    pub reading: &'a Reading,
    /// A program's number: it is what it is, whatever marks decimals in the file.
    pub number: Option<f64>,
    /// The cell as it would stand in a file, spelled as the column's labels are; `None` without a value.
    pub text: Option<&'a str>,
}

/// The name of one number of a column.
pub fn named(column: &str, detail: impl AsRef<str>) -> String {
    format!("{column} = {}", detail.as_ref())
}
