//! What a kind of task is fitted to.

use crate::table::Table;
use crate::table::column::Column;
use crate::task::config::TargetConfig;

/// A column with the role task, the rows it may be learned from, and what is chosen for it.
#[derive(Clone, Copy, Debug)]
pub struct Fit<'a> {
    /// The column.
    pub column: &'a Column,
    /// Its table.
    pub table: &'a Table,
    /// Rows that statistics are taken from.
    pub train: &'a [u32],
    /// What is chosen for the task.
    pub chosen: TargetConfig,
}

impl Fit<'_> {
    /// The numbers of the training rows.
    pub fn known_numbers(&self) -> Vec<f64> {
        self.train.iter().filter_map(|&row| self.column.number(row as usize)).collect()
    }
}
