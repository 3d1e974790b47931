//! A table in memory: columns with their cells, what each holds and what it is used for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::read::cells::CellsBuilder;
use crate::read::missing::Marks;
use crate::read::orange::Hints;
use crate::read::row_numbers::RowNumbers;
use crate::read::sheet::Sheet;
use crate::schema::choice::ColumnChoice;
use crate::schema::error::DataError;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::advice::Advice;
use crate::table::choices::Choices;
use crate::table::column::Column;
use crate::table::group::Key;
use crate::table::hints;
use crate::table::join::{Join, Joined};
use crate::table::leak;
use crate::table::roles;
use crate::table::row_weight;
use crate::table::summary::TableSummary;
use crate::table::warnings;

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
    /// Where data rows stand in a spreadsheet.
    numbers: RowNumbers,
    reading: ReadingChoice,
    warnings: Vec<Warning>,
    joins: Vec<Join>,
    /// Columns whose role was given, so that no suggestion changes it.
    chosen: BTreeSet<String>,
    /// Columns whose type was given.
    retyped: BTreeSet<String>,
    /// Columns set aside because they give a task away, by place, with the reason they had before.
    leaks: Vec<(usize, String)>,
    /// Keys that repeat, as they were found.
    keys: Vec<Key>,
    advice: Advice,
}

impl Table {
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
        let sheet = Sheet {
            rows: columns.first().map_or(0, Column::len),
            header: Vec::new(),
            columns: Vec::new(),
            format: Format::Csv,
            delimiter: ',',
            numbers: RowNumbers::starting(2),
            reading: ReadingChoice::default(),
            hints: Hints::default(),
            warnings: Vec::new(),
        };
        let choices = Choices { roles: roles.clone(), ..Choices::default() };
        Self::of(name, sheet.into(), columns, &choices)
    }

    /// Finds the roles and types that are not chosen; `columns` are those of what was read.
    pub(super) fn of(
        name: &str,
        Joined { sheet, joins, .. }: Joined,
        columns: Vec<Column>,
        choices: &Choices,
    ) -> Result<Self, DataError> {
        let Choices { roles, types, has_suggested_task } = choices;
        let mut table = Self {
            name: name.into(),
            rows: sheet.rows,
            format: sheet.format,
            delimiter: sheet.delimiter,
            numbers: sheet.numbers,
            reading: sheet.reading,
            warnings: sheet.warnings,
            joins,
            columns,
            chosen: BTreeSet::new(),
            retyped: BTreeSet::new(),
            leaks: Vec::new(),
            keys: Vec::new(),
            advice: Advice::default(),
        };
        table.warnings.extend(warnings::of(&table.columns, &table.numbers));
        table.keys = roles::suggest(&mut table.columns, table.rows);
        if sheet.hints.roles.values().any(|role| *role == Role::Task) {
            table.forget_suggested_task();
        }
        table.warnings.extend(hints::take(&mut table.columns, &sheet.hints, &table.numbers));
        if !has_suggested_task && roles.values().any(|role| *role == Role::Task) {
            table.forget_suggested_task();
        }
        for (column, kind) in types {
            table.apply(&ColumnChoice { column: column.clone(), role: None, kind: Some(*kind) })?;
        }
        for (column, role) in roles {
            table.apply(&ColumnChoice { column: column.clone(), role: Some(*role), kind: None })?;
        }
        table.set_aside_leaks();
        table.columns.iter().try_for_each(|column| column.check_numbers(&table.numbers))?;
        table.advise();
        Ok(table)
    }

    /// Changes roles or types of columns, and what is suggested because of them; on an error nothing is changed.
    pub fn choose(&mut self, choices: &[ColumnChoice]) -> Result<(), DataError> {
        let is_retyped = |column: &&Column| {
            choices.iter().any(|choice| choice.kind.is_some() && choice.column == column.name)
        };
        let retyped: Vec<Column> = self.columns.iter().filter(is_retyped).cloned().collect();
        let roles: Vec<(Role, String)> =
            self.columns.iter().map(|column| (column.role, column.reason.clone())).collect();
        let before = (self.chosen.clone(), self.retyped.clone(), self.leaks.clone());
        let result = choices.iter().try_for_each(|choice| self.apply(choice));
        if result.is_err() {
            (self.chosen, self.retyped, self.leaks) = before;
            for (column, (role, reason)) in self.columns.iter_mut().zip(roles) {
                (column.role, column.reason) = (role, reason);
            }
            for before in retyped {
                if let Some(column) = self.columns.iter_mut().find(|column| column.name == before.name) {
                    *column = before;
                }
            }
            return result;
        }
        self.set_aside_leaks();
        self.advise();
        Ok(())
    }

    fn advise(&mut self) {
        self.advice =
            Advice::of(&self.columns, &self.keys, &self.chosen, &self.retyped, self.rows, &self.numbers);
    }

    /// What would make its scores better than they are.
    pub fn advice(&self) -> &Advice {
        &self.advice
    }

    /// Changes a column's role or type; on an error it may be changed already.
    fn apply(&mut self, choice: &ColumnChoice) -> Result<(), DataError> {
        let (numbers, rows) = (&self.numbers, self.rows);
        let Some(place) = self.columns.iter().position(|column| column.name == choice.column) else {
            return Err(DataError::UnknownColumn { column: choice.column.clone(), known: self.names() });
        };
        let other = choice.role.filter(|role| role.is_single()).and_then(|role| {
            let is_other = |column: &Column| column.role == role && column.name != choice.column;
            self.columns.iter().position(is_other)
        });
        if let (Some(role), Some(other)) = (choice.role, other)
            && self.chosen.contains(&self.columns[other].name)
        {
            let first = self.columns[other].name.clone();
            return Err(DataError::TwoOfOneRole { role: role.key(), first, second: choice.column.clone() });
        }
        let column = &mut self.columns[place];
        match choice.role {
            Some(Role::Split) => drop(column.splits(numbers)?),
            Some(Role::Weight) => drop(row_weight::read(column, rows, numbers)?),
            Some(Role::Input | Role::Task | Role::Ignore | Role::Group) | None => {}
        }
        if let Some(kind) = choice.kind {
            column.retype(kind, numbers)?;
            column.check_numbers(numbers)?;
            self.retyped.insert(column.name.clone());
        }
        if let Some(role) = choice.role {
            column.role = role;
            self.chosen.insert(column.name.clone());
        }
        column.reason.clear();
        if let Some(other) = other {
            // It was only suggested.
            self.columns[other].role = Role::Ignore;
            self.columns[other].reason.clear();
        }
        self.leaks.iter_mut().filter(|leak| leak.0 == place).for_each(|leak| leak.1.clear());
        Ok(())
    }

    /// What was chosen so far, to read it again with.
    pub fn choices(&self) -> Choices {
        let of = |names: &BTreeSet<String>| -> Vec<&Column> {
            self.columns.iter().filter(|column| names.contains(&column.name)).collect()
        };
        let is_suggested = |column: &Column| !self.chosen.contains(&column.name);
        Choices {
            roles: of(&self.chosen).into_iter().map(|column| (column.name.clone(), column.role)).collect(),
            types: of(&self.retyped).into_iter().map(|column| (column.name.clone(), column.kind)).collect(),
            has_suggested_task: self.with_role(Role::Task).any(is_suggested),
        }
    }

    /// Role and type of every column.
    pub fn column_choices(&self) -> Vec<ColumnChoice> {
        let choice = |column: &Column| ColumnChoice {
            column: column.name.clone(),
            role: Some(column.role),
            kind: Some(column.kind),
        };
        self.columns.iter().map(choice).collect()
    }

    /// What the page is told.
    pub fn summary(&self) -> TableSummary {
        let warnings = || self.warnings.iter().chain(&self.advice.warnings);
        TableSummary {
            name: self.name.clone(),
            rows: self.rows,
            first_row: self.numbers.first(),
            row_numbers: self.numbers.clone(),
            reading: hints::reading(&self.reading, &self.columns, self.format),
            format: self.format,
            delimiter: self.delimiter,
            columns: self.columns.iter().map(Column::summary).collect(),
            missing_marks: self.missing_marks(),
            preview: self.cells(0, PREVIEW_ROWS),
            joins: self.joins.clone(),
            warnings: warnings().map(|warning| warning.message.clone()).collect(),
            warning_places: warnings().map(|warning| warning.place.clone()).collect(),
        }
    }

    /// The cells of so many rows from `first`, as they were read; a missing one is empty.
    pub fn cells(&self, first: usize, count: usize) -> Vec<Vec<String>> {
        let rows = first.min(self.rows)..first.saturating_add(count).min(self.rows);
        let cells =
            |row| self.columns.iter().map(move |column| column.cell(row).unwrap_or_default().to_owned());
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

    /// The column with a name that a field of the configuration gives.
    pub fn named(&self, name: &str, field: &str) -> Result<&Column, DataError> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| DataError::NoSuchColumn {
            field: field.to_owned(),
            column: name.to_owned(),
            known: self.names(),
        })
    }

    /// The role of the column with a name, if there is one.
    pub fn role(&self, name: &str) -> Option<Role> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.role)
    }

    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Where data rows stand in a spreadsheet.
    pub fn row_numbers(&self) -> &RowNumbers {
        &self.numbers
    }

    /// Spreadsheet row of a data row.
    pub fn spreadsheet_row(&self, row: usize) -> usize {
        self.numbers.of(row)
    }

    fn forget_suggested_task(&mut self) {
        for column in self.columns.iter_mut().filter(|column| column.role == Role::Task) {
            column.role = Role::Input;
            column.reason.clear();
        }
    }

    /// Suggests leaving out inputs that give a task away; what an earlier choice of tasks set aside comes back.
    fn set_aside_leaks(&mut self) {
        for (place, reason) in std::mem::take(&mut self.leaks) {
            let column = &mut self.columns[place];
            if !self.chosen.contains(&column.name) {
                column.role = Role::Input;
                column.reason = reason;
            }
        }
        let is_free = |column: &Column| !self.chosen.contains(&column.name);
        for (place, reason) in leak::find(&self.columns, self.rows, is_free) {
            let column = &mut self.columns[place];
            column.role = Role::Ignore;
            self.leaks.push((place, std::mem::replace(&mut column.reason, reason)));
        }
    }
}
