//! What was chosen for a table's columns; all else is found, and found anew when the table is read again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::schema::choice::ColumnChoice;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;

/// Roles and types by column name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    /// Roles that were given.
    pub roles: BTreeMap<String, Role>,
    /// Types that were given.
    pub types: BTreeMap<String, ColumnKind>,
    /// Whether a task is suggested even where others are given.
    pub has_suggested_task: bool,
}

impl Choices {
    /// The same, a choice a column, for a table that was made without them.
    pub fn by_column(&self) -> Vec<ColumnChoice> {
        let names: BTreeSet<&String> = self.roles.keys().chain(self.types.keys()).collect();
        let choice = |name: &String| ColumnChoice {
            column: name.clone(),
            role: self.roles.get(name).copied(),
            kind: self.types.get(name).copied(),
        };
        names.into_iter().map(choice).collect()
    }

    /// Forgets what was chosen for columns that a table no longer has.
    pub fn keep(&mut self, has_column: impl Fn(&str) -> bool) {
        self.roles.retain(|name, _| has_column(name));
        self.types.retain(|name, _| has_column(name));
    }
}
