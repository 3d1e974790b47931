//! Where the rows of a dataset come from: its input columns, read when rows are asked for.

use std::rc::Rc;

use crate::input::block::{Block, EncodedRows};
use crate::input::encoding::Encoding;
use crate::schema::role::Role;
use crate::table::Table;
use crate::table::column::Column;

/// The input columns of a table. Numbers are few enough to stay on a device for a whole run; blocks are made for a few batches at a
/// time, so that pictures are kept as they stand in the table.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) columns: Rc<Vec<Column>>,
}

impl Source {
    /// The input columns of a table.
    pub fn of(table: &Table) -> Self {
        Self { columns: Rc::new(table.with_role(Role::Input).cloned().collect()) }
    }

    /// Encodes rows: `[rows, width]`, row-major; see [`Encoding::inputs`].
    pub fn numbers(&self, encoding: &Encoding, rows: &[u32]) -> Vec<f32> {
        encoding.encode_table(&self.columns, rows)
    }

    /// What rows are beside numbers, one block a column; `None` for a row without anything.
    pub fn blocks(&self, encoding: &Encoding, rows: &[Option<u32>]) -> Vec<Block> {
        encoding.blocks(&self.columns, rows)
    }

    /// All that encoders read of rows.
    pub fn rows(&self, encoding: &Encoding, rows: &[u32]) -> EncodedRows {
        let known: Vec<Option<u32>> = rows.iter().copied().map(Some).collect();
        let (numbers, blocks) = (self.numbers(encoding, rows), self.blocks(encoding, &known));
        EncodedRows { count: rows.len(), numbers, blocks }
    }
}
