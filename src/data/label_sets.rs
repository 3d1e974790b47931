//! Whether a table can have the label sets that a run names.

use crate::config::RunConfig;
use crate::schema::error::DataError;
use crate::schema::role::Role;
use crate::table::Table;

/// Refuses sets that a table can't have.
///
/// # Errors
/// A set with the name of a column, columns that aren't there or no tasks, and choices for columns that are learned together.
pub fn check(table: &Table, config: &RunConfig) -> Result<(), DataError> {
    for (set, columns) in &config.label_sets {
        if table.columns.iter().any(|column| column.name == *set) {
            return Err(DataError::SetNamedAsColumn { set: set.clone() });
        }
        for column in columns {
            let own = || (set.clone(), column.clone());
            let role = table.named(column, &format!("labelSets.{set}"))?.role;
            if role != Role::Task {
                let (set, column) = own();
                return Err(DataError::NoTaskInSet { set, column, role: role.key() });
            }
            if config.targets.contains_key(column) {
                let (set, column) = own();
                return Err(DataError::ChosenInSet { set, column });
            }
        }
    }
    Ok(())
}
