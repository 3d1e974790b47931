//! Suggests what each column is used for, from what it holds and what it is called; the last usable column becomes the task.

use crate::read::row_numbers::RowNumbers;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::table::column::{Column, split_named};
use crate::table::group;
use crate::table::group::Key;
use crate::table::row_weight;

/// Gives each column a role with its reason; returns the keys that repeat.
pub fn suggest(columns: &mut [Column], rows: usize) -> Vec<Key> {
    let mut has_split = false;
    let mut has_weight = false;
    for column in columns.iter_mut() {
        let names_splits = column.levels().len() > 1
            && column.missing() == 0
            && column.levels().iter().all(|level| split_named(level).is_some());
        if names_splits && !has_split {
            has_split = true;
            column.role = Role::Split;
            column.reason = "names train and test rows".into();
        } else if !has_weight
            && row_weight::names_weights(&column.name)
            && row_weight::read(column, rows, &RowNumbers::default()).is_ok()
        {
            has_weight = true;
            column.role = Role::Weight;
            column.reason = "its name says that it weighs rows".into();
        } else if is_left_out(column.kind) {
            column.role = Role::Ignore;
        }
    }
    let keys = group::find(columns, |column| matches!(column.role, Role::Input | Role::Ignore));
    for key in &keys {
        if let Some(column) = columns.get_mut(key.column) {
            column.role = key.role;
            column.reason.clone_from(&key.reason);
        }
    }
    let is_usable = |column: &&mut Column| column.role == Role::Input;
    if let Some(last) = columns.iter_mut().rev().find(is_usable) {
        last.role = Role::Task;
        last.reason = "the last column; choose others as you like".into();
    }
    keys
}

fn is_left_out(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Identifier | ColumnKind::Constant | ColumnKind::Text)
}
