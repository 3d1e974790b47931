//! What would make a table's scores better than they are: keys that repeat, copies of rows, a series in time.

use std::collections::BTreeSet;

use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::column::Column;
use crate::table::copies::Copies;
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
    /// - `first_row`: of the data, as a spreadsheet counts
    pub fn of(
        columns: &[Column],
        keys: &[Key],
        chosen: &BTreeSet<String>,
        rows: usize,
        first_row: usize,
    ) -> Self {
        let name = |key: &Key| columns.get(key.column).map(|column| column.name.clone());
        let is_open = |key: &&Key| name(key).is_some_and(|name| !chosen.contains(&name));
        let mut warnings: Vec<Warning> = keys.iter().filter(is_open).map(|key| key.warning.clone()).collect();
        let series = Series::find(columns);
        warnings.extend(series.as_ref().map(Series::warning));
        let copies = Copies::find(columns, rows);
        warnings.extend(copies.as_ref().and_then(|copies| copies.warning(first_row)));
        let group = keys.iter().find(|key| key.role == Role::Group).and_then(name);
        Self { series, copies, group, warnings }
    }
}
