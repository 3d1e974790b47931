//! What was chosen for a table's columns; all else is found, and found anew when the table is read again.

use std::collections::BTreeMap;

use crate::schema::column::ColumnKind;
use crate::schema::role::Role;

/// Roles and types by column name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Roles that were given.
    pub roles: BTreeMap<String, Role>,
    /// Types that were given.
    pub types: BTreeMap<String, ColumnKind>,
    /// Whether a task is suggested even where others are given.
    pub has_suggested_task: bool,
}

impl Choices {
    /// Forgets what was chosen for columns that a table no longer has.
    pub fn keep(&mut self, has_column: impl Fn(&str) -> bool) {
        self.roles.retain(|name, _| has_column(name));
        self.types.retain(|name, _| has_column(name));
    }
}
