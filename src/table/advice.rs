//! What would make a table's scores better than they are: keys that repeat, copies of rows, a series in time.

use std::collections::BTreeSet;

use crate::read::row_numbers::RowNumbers;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::column::Column;
use crate::table::copies::Copies;
use crate::table::doubled;
use crate::table::group::Key;
use crate::table::series::Series;

/// What was found, with a sentence for each.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// Rows that follow one another in time.
    pub series: Option<Series>,
    /// Rows that are copies of others.
    pub copies: Option<Copies>,
    /// The column that names what several rows are about, whatever role it was given.
    pub group: Option<String>,
    /// In the order of what they are about: columns, then rows.
    pub warnings: Vec<Warning>,
}

impl Advice {
    /// Looks at columns with their roles.
    ///
    /// - `keys`: that repeat, as they were found among the columns
    /// - `chosen`: names of columns whose role was given: nothing more is said of those
    /// - `retyped`: names of columns whose type was given
    /// - `numbers`: where rows stand in a spreadsheet
    pub fn of(
        columns: &[Column],
        keys: &[Key],
        chosen: &BTreeSet<String>,
        retyped: &BTreeSet<String>,
        rows: usize,
        numbers: &RowNumbers,
    ) -> Self {
        let name = |key: &Key| columns.get(key.column).map(|column| column.name.clone());
        let is_open = |key: &&Key| name(key).is_some_and(|name| !chosen.contains(&name));
        let mut warnings: Vec<Warning> = keys.iter().filter(is_open).map(|key| key.warning.clone()).collect();
        let is_found = |column: &&Column| !retyped.contains(&column.name);
        warnings.extend(columns.iter().filter(is_found).filter_map(said_of_cells));
        warnings.extend(doubled::find(columns));
        let series = Series::find(columns);
        warnings.extend(series.as_ref().map(Series::warning));
        let copies = Copies::find(columns, rows);
        warnings.extend(copies.as_ref().and_then(|copies| copies.warning(numbers)));
        let group = keys.iter().find(|key| key.role == Role::Group).and_then(name);
        Self { series, copies, group, warnings }
    }
}

/// What is said of columns whose cells hold several labels, or one option.
fn said_of_cells(column: &Column) -> Option<Warning> {
    let name = &column.name;
    let message = match (column.reading().parts(), column.option()) {
        (Some(parts), _) => format!(
            "column “{name}”: cells hold several labels with “{}” between them, {} in all: each is read as yes or no, and as a task the column is a label set; give it the type category to take every cell as one label",
            parts.separator,
            parts.labels.len()
        ),
        (None, Some(option)) if column.kind == ColumnKind::Boolean => format!(
            "column “{name}”: cells are “{option}” or empty, and are read as yes and no; give it the type constant if empty means unknown"
        ),
        (None, Some(option)) if column.kind == ColumnKind::Constant => format!(
            "column “{name}”: cells are “{option}” or empty, so there is nothing to tell rows apart by; give it the type boolean and the role input if empty means no"
        ),
        (None, Some(_) | None) => return None,
    };
    Some(Warning { message, place: None })
}
