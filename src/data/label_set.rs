//! Label sets: columns of yes and no that are learned together as one task.

use std::collections::BTreeMap;

use super::error::DataError;
use super::kind;
use super::summary::{ColumnSummary, Role, ValueSummary};
use super::table::Table;
use crate::config::RunConfig;

/// The columns of each set, by the set's name.
pub type LabelSets = BTreeMap<String, Vec<String>>;

/// The set that a column is in: its name and its columns.
pub fn of<'a>(sets: &'a LabelSets, column: &str) -> Option<(&'a str, &'a [String])> {
    let set = sets.iter().find(|(_, columns)| columns.iter().any(|own| own == column));
    set.map(|(name, columns)| (name.as_str(), columns.as_slice()))
}

/// The place of each column's task among the tasks: a set stands where its first column does.
///
/// - `columns`: those with the role task, in file order
pub fn places<'a>(columns: impl Iterator<Item = &'a str>, sets: &'a LabelSets) -> Vec<usize> {
    let mut names: Vec<&str> = Vec::new();
    let place = |column| {
        let name = of(sets, column).map_or(column, |(name, _)| name);
        names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        })
    };
    columns.map(place).collect()
}

/// Whether the page offers a column for a set: a task with two labels that mean no and yes.
pub fn can_join(column: &ColumnSummary) -> bool {
    match &column.values {
        ValueSummary::Labels { levels } => {
            let labels: Vec<&str> = levels.iter().map(|(label, _)| label.as_str()).collect();
            column.role == Role::Task && kind::are_boolean(&labels)
        }
        ValueSummary::Numbers { .. } | ValueSummary::Dates { .. } => false,
    }
}

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
