//! A table in memory: columns with their cells, what each holds and what it is used for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cells::CellsBuilder;
use super::column::{Column, split_named};
use super::error::DataError;
use super::missing::Marks;
use super::sheet::Sheet;
use super::summary::{ColumnKind, Format, Role, TableSummary};
use crate::protocol::ColumnChoice;

const PREVIEW_ROWS: usize = 8;

/// A loaded table.
#[derive(Clone, Debug)]
pub struct Table {
    /// File or example name.
    pub name: String,
    /// Data rows.
    pub rows: usize,
    /// In file order.
    pub columns: Vec<Column>,
    format: Format,
    delimiter: char,
    /// Spreadsheet row of the first data row.
    first_row: usize,
    warnings: Vec<String>,
}

impl Table {
    /// Reads a file; roles and types that are not given are found.
    pub fn read(
        name: &str,
        bytes: &[u8],
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
    ) -> Result<Self, DataError> {
        Self::read_with_marks(name, bytes, roles, types, &Marks::default())
    }

    /// Reads a file in which cells without a value have marks of their own.
    pub fn read_with_marks(
        name: &str,
        bytes: &[u8],
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
        marks: &Marks,
    ) -> Result<Self, DataError> {
        let sheet = Sheet::read(bytes)?;
        let named = sheet.header.into_iter().zip(sheet.columns);
        let columns =
            named.map(|(name, cells)| Column::new(name, cells, marks.clone(), sheet.delimiter)).collect();
        let table = Self {
            name: name.into(),
            rows: sheet.rows,
            format: sheet.format,
            delimiter: sheet.delimiter,
            first_row: sheet.first_row,
            warnings: sheet.warnings,
            columns,
        };
        table.described(roles, types)
    }

    /// Takes columns that were made on the spot, as if they had been read from a file with a header.
    pub fn made(
        name: &str,
        columns: impl Iterator<Item = (String, Vec<String>)>,
        roles: &BTreeMap<String, Role>,
    ) -> Result<Self, DataError> {
        let column = |(name, cells): (String, Vec<String>)| {
            let mut builder = CellsBuilder::default();
            cells.iter().for_each(|cell| builder.push(cell));
            Column::new(name, builder.finish(), Marks::default(), ',')
        };
        let columns: Vec<Column> = columns.map(column).collect();
        let rows = columns.first().map_or(0, Column::rows);
        let (name, format, warnings) = (name.into(), Format::Csv, Vec::new());
        let table = Self { name, rows, format, delimiter: ',', first_row: 2, warnings, columns };
        table.described(roles, &BTreeMap::new())
    }

    /// Finds the roles and types that are not given.
    fn described(
        mut self,
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
    ) -> Result<Self, DataError> {
        suggest_roles(&mut self.columns);
        if roles.values().any(|role| *role == Role::Task) {
            self.forget_suggested_task();
        }
        for (column, kind) in types {
            self.choose(&ColumnChoice { column: column.clone(), role: None, kind: Some(*kind) })?;
        }
        for (column, role) in roles {
            self.choose(&ColumnChoice { column: column.clone(), role: Some(*role), kind: None })?;
        }
        self.set_aside_leaks(roles);
        self.columns.iter().try_for_each(|column| column.check_numbers(self.first_row))?;
        Ok(self)
    }

    /// Changes roles or types of columns; on an error nothing is changed.
    pub fn choose_all(&mut self, choices: &[ColumnChoice]) -> Result<(), DataError> {
        let is_touched = |column: &&Column| choices.iter().any(|choice| choice.column == column.name);
        let before: Vec<Column> = self.columns.iter().filter(is_touched).cloned().collect();
        let result = choices.iter().try_for_each(|choice| self.choose(choice));
        if result.is_err() {
            for column in before {
                if let Some(place) = self.columns.iter().position(|changed| changed.name == column.name) {
                    self.columns[place] = column;
                }
            }
        }
        result
    }

    /// Changes a column's role or type; on an error it may be changed already.
    fn choose(&mut self, choice: &ColumnChoice) -> Result<(), DataError> {
        let first_row = self.first_row;
        let other_split = self
            .columns
            .iter()
            .find(|column| column.role == Role::Split && column.name != choice.column)
            .map(|column| column.name.clone());
        let known = || self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let Some(place) = self.columns.iter().position(|column| column.name == choice.column) else {
            return Err(DataError::UnknownColumn { column: choice.column.clone(), known: known() });
        };
        let column = &mut self.columns[place];
        if choice.role == Some(Role::Split) {
            if let Some(first) = other_split {
                return Err(DataError::TwoSplits { first, second: column.name.clone() });
            }
            column.splits(first_row)?;
        }
        if let Some(kind) = choice.kind {
            column.retype(kind, first_row)?;
            column.check_numbers(first_row)?;
        }
        column.role = choice.role.unwrap_or(column.role);
        column.reason.clear();
        Ok(())
    }

    /// What the page is told.
    pub fn summary(&self) -> TableSummary {
        TableSummary {
            name: self.name.clone(),
            rows: self.rows,
            first_row: self.first_row,
            format: self.format,
            delimiter: self.delimiter,
            columns: self.columns.iter().map(Column::summary).collect(),
            missing_marks: self.missing_marks(),
            preview: self.cells(0, PREVIEW_ROWS),
            warnings: self.warnings.clone(),
        }
    }

    /// The cells of so many rows from `first`, as they were read; a missing one is empty.
    pub fn cells(&self, first: usize, count: usize) -> Vec<Vec<String>> {
        let rows = first.min(self.rows)..first.saturating_add(count).min(self.rows);
        let cells =
            |row| self.columns.iter().map(move |column| column.label(row).unwrap_or_default().to_owned());
        rows.map(|row| cells(row).collect()).collect()
    }

    /// Marks found in place of values, the most frequent first.
    fn missing_marks(&self) -> Vec<String> {
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        for (mark, count) in self.columns.iter().flat_map(Column::marks) {
            *rows.entry(mark).or_default() += count;
        }
        let mut marks: Vec<(&str, usize)> = rows.into_iter().collect();
        marks.sort_by_key(|&(_, count)| Reverse(count));
        marks.into_iter().map(|(mark, _)| mark.to_owned()).collect()
    }

    /// Columns with a role, in file order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// Spreadsheet row of a data row.
    pub fn spreadsheet_row(&self, row: usize) -> usize {
        row + self.first_row
    }

    fn forget_suggested_task(&mut self) {
        for column in self.columns.iter_mut().filter(|column| column.role == Role::Task) {
            column.role = Role::Input;
            column.reason.clear();
        }
    }

    /// Suggests leaving out inputs that give a numeric task away: its copies, and sums of tasks.
    fn set_aside_leaks(&mut self, roles: &BTreeMap<String, Role>) {
        let tasks: Vec<(String, Vec<Option<f64>>)> = self
            .with_role(Role::Task)
            .filter(|column| column.kind.is_numeric())
            .map(|column| (column.name.clone(), (0..self.rows).map(|row| column.number(row)).collect()))
            .collect();
        let rows = self.rows;
        let sum = |row: usize| tasks.iter().map(|(_, values)| values[row]).sum::<Option<f64>>();
        for column in &mut self.columns {
            let is_free = column.role == Role::Input && !roles.contains_key(&column.name);
            if !is_free || !column.kind.is_numeric() {
                continue;
            }
            let equals = |of: &dyn Fn(usize) -> Option<f64>| {
                let mut pairs = (0..rows).filter_map(|row| Some((column.number(row)?, of(row)?))).peekable();
                pairs.peek().is_some() && pairs.all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(1.0))
            };
            let copied = tasks.iter().find(|(_, values)| equals(&|row| values[row]));
            if let Some((task, _)) = copied {
                column.reason = format!("equals task “{task}”: as an input it would give the answer away");
                column.role = Role::Ignore;
            } else if tasks.len() > 1 && equals(&sum) {
                column.reason =
                    "equals the sum of the tasks: as an input it would give the answers away".into();
                column.role = Role::Ignore;
            }
        }
    }
}

/// Roles with their reasons, from what the columns hold; the last usable column becomes the task.
fn suggest_roles(columns: &mut [Column]) {
    let mut has_split = false;
    for column in columns.iter_mut() {
        let is_left_out =
            matches!(column.kind, ColumnKind::Identifier | ColumnKind::Constant | ColumnKind::Text);
        let names_splits = column.levels().len() > 1
            && column.missing() == 0
            && column.levels().iter().all(|level| split_named(level).is_some());
        if names_splits && !has_split {
            has_split = true;
            column.role = Role::Split;
            column.reason = "names train and test rows".into();
        } else if is_left_out {
            column.role = Role::Ignore;
        }
    }
    let is_usable = |column: &&mut Column| column.role == Role::Input;
    if let Some(last) = columns.iter_mut().rev().find(is_usable) {
        last.role = Role::Task;
        last.reason = "the last column; choose others as you like".into();
    }
}
