//! Label sets: columns of yes and no that are learned together as one task.

use std::collections::BTreeMap;

use crate::schema::role::Role;
use crate::table::kind;
use crate::table::summary::{ColumnSummary, ValueSummary};

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
