//! A table in memory: columns with their cells, what each holds and what it is used for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::csv::Sheet;
use super::error::DataError;
use super::kind::{self, Finding};
use super::leak;
use super::row_weight;
use super::summary::{ColumnKind, ColumnSummary, Role, TableSummary, ValueSummary};
use crate::protocol::ColumnChoice;

/// The code of a cell without a value.
const MISSING: u32 = u32::MAX;

const PREVIEW_ROWS: usize = 8;
const BINS: usize = 16;
const MOST_LEVELS_SHOWN: usize = 40;

/// A loaded table.
#[derive(Clone, Debug)]
pub struct Table {
    /// File or example name.
    pub name: String,
    /// Data rows.
    pub rows: usize,
    /// In file order.
    pub columns: Vec<Column>,
    delimiter: char,
    /// Spreadsheet row of the first data row.
    first_row: usize,
    warnings: Vec<String>,
    /// Columns whose role was given, so that no suggestion changes it.
    chosen: BTreeSet<String>,
    /// Columns set aside because they give a task away, by place, with the reason they had before.
    leaks: Vec<(usize, String)>,
}

/// One column. Its cells stay as they were read, so that another type can be given to it at any time.
#[derive(Clone, Debug)]
pub struct Column {
    /// From the header.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// What it is used for.
    pub role: Role,
    reason: String,
    has_decimal_comma: bool,
    /// Place in `levels` of each row's cell, or [`MISSING`].
    codes: Vec<u32>,
    /// Different cells, in order of first appearance.
    levels: Vec<String>,
}

impl Table {
    /// Reads a file; roles and types that are not given are found.
    pub fn read(
        name: &str,
        bytes: &[u8],
        roles: &BTreeMap<String, Role>,
        types: &BTreeMap<String, ColumnKind>,
    ) -> Result<Self, DataError> {
        let sheet = Sheet::read(bytes)?;
        let mut columns: Vec<Column> = (sheet.header.iter().enumerate())
            .map(|(place, name)| {
                let cells = sheet.rows.iter().map(|row| row[place].as_str());
                Column::new(name, cells, sheet.delimiter == ',')
            })
            .collect();
        suggest_roles(&mut columns, sheet.rows.len());
        let mut table = Self {
            name: name.into(),
            rows: sheet.rows.len(),
            delimiter: sheet.delimiter,
            first_row: if sheet.has_header { 2 } else { 1 },
            warnings: sheet.warnings,
            columns,
            chosen: BTreeSet::new(),
            leaks: Vec::new(),
        };
        if roles.values().any(|role| *role == Role::Task) {
            table.forget_suggested_task();
        }
        for (column, kind) in types {
            table.apply(&ColumnChoice { column: column.clone(), role: None, kind: Some(*kind) })?;
        }
        for (column, role) in roles {
            table.apply(&ColumnChoice { column: column.clone(), role: Some(*role), kind: None })?;
        }
        table.set_aside_leaks();
        table.columns.iter().try_for_each(|column| column.check_numbers(column.kind, table.first_row))?;
        Ok(table)
    }

    /// Changes a column's role or type, and what is suggested because of it; on an error nothing is changed.
    pub fn choose(&mut self, choice: &ColumnChoice) -> Result<(), DataError> {
        self.apply(choice)?;
        self.set_aside_leaks();
        Ok(())
    }

    fn apply(&mut self, choice: &ColumnChoice) -> Result<(), DataError> {
        let (first_row, rows) = (self.first_row, self.rows);
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
        if let Some(kind) = choice.kind {
            column.check_numbers(kind, first_row)?;
        }
        match choice.role {
            Some(Role::Split) => drop(column.splits(first_row)?),
            Some(Role::Weight) => drop(row_weight::read(column, rows, first_row)?),
            Some(Role::Input | Role::Task | Role::Ignore | Role::Group) | None => {}
        }
        column.kind = choice.kind.unwrap_or(column.kind);
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

    /// What the page is told.
    pub fn summary(&self) -> TableSummary {
        let preview = (0..self.rows.min(PREVIEW_ROWS)).map(|row| {
            self.columns.iter().map(|column| column.label(row).unwrap_or_default().to_owned()).collect()
        });
        TableSummary {
            name: self.name.clone(),
            rows: self.rows,
            delimiter: self.delimiter,
            columns: self.columns.iter().map(Column::summary).collect(),
            preview: preview.collect(),
            warnings: self.warnings.clone(),
        }
    }

    /// Columns with a role, in file order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.role == role)
    }

    /// The column with a name that a field of the configuration gives.
    pub fn named(&self, name: &str, field: &'static str) -> Result<&Column, DataError> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| DataError::NoSuchColumn {
            field,
            column: name.to_owned(),
            known: self.names(),
        })
    }

    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
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

impl Column {
    fn new<'a>(name: &str, cells: impl Iterator<Item = &'a str>, comma_separates_cells: bool) -> Self {
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut levels = Vec::new();
        let mut codes = Vec::new();
        for cell in cells {
            codes.push(if kind::is_missing(cell) {
                MISSING
            } else {
                *places.entry(cell).or_insert_with(|| {
                    levels.push(cell.to_owned());
                    (levels.len() - 1) as u32
                })
            });
        }
        let present = codes.iter().filter(|&&code| code != MISSING).count();
        let Finding { kind, reason, has_decimal_comma } =
            kind::find(name, &levels, present, comma_separates_cells);
        Self { name: name.into(), kind, role: Role::Input, reason, has_decimal_comma, codes, levels }
    }

    /// A row's cell as it was read.
    pub fn label(&self, row: usize) -> Option<&str> {
        self.code(row).and_then(|code| self.levels.get(code)).map(String::as_str)
    }

    /// A row's cell as a number.
    pub fn number(&self, row: usize) -> Option<f64> {
        self.read_number(self.label(row)?)
    }

    /// Reads text as this column's cells are read.
    pub fn read_number(&self, text: &str) -> Option<f64> {
        kind::parse_number(text, self.has_decimal_comma)
    }

    /// Whether its numbers have a decimal comma.
    pub fn has_decimal_comma(&self) -> bool {
        self.has_decimal_comma
    }

    /// A row's cell as a place in [`Self::levels`].
    pub fn code(&self, row: usize) -> Option<usize> {
        self.codes.get(row).filter(|&&code| code != MISSING).map(|&code| code as usize)
    }

    /// Different cells, in order of first appearance.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// The split that each row is given, in a column with that role.
    pub fn splits(&self, first_row: usize) -> Result<Vec<crate::report::Split>, DataError> {
        let split = |row: usize| {
            let label = self.label(row).unwrap_or("");
            split_named(label).ok_or_else(|| DataError::UnknownSplit {
                row: row + first_row,
                column: self.name.clone(),
                found: label.to_owned(),
            })
        };
        (0..self.codes.len()).map(split).collect()
    }

    fn missing(&self) -> usize {
        self.codes.iter().filter(|&&code| code == MISSING).count()
    }

    /// Refuses the kind number for a column with a cell that is none.
    fn check_numbers(&self, kind: ColumnKind, first_row: usize) -> Result<(), DataError> {
        if kind != ColumnKind::Number {
            return Ok(());
        }
        let bad = self.levels.iter().find(|level| !self.read_number(level).is_some_and(f64::is_finite));
        let Some(found) = bad.cloned() else {
            return Ok(());
        };
        let row = (0..self.codes.len()).find(|&row| self.label(row) == Some(&found)).unwrap_or(0) + first_row;
        let column = self.name.clone();
        Err(match self.read_number(&found) {
            Some(_) => DataError::NotFinite { row, column, found },
            None => DataError::NotANumber { row, column, found },
        })
    }

    fn summary(&self) -> ColumnSummary {
        let values = match self.kind {
            ColumnKind::Number => self.number_summary(),
            ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Identifier | ColumnKind::Text => {
                self.label_summary()
            }
        };
        ColumnSummary {
            name: self.name.clone(),
            kind: self.kind,
            role: self.role,
            missing: self.missing(),
            distinct: self.levels.len(),
            reason: self.reason.clone(),
            values,
        }
    }

    fn number_summary(&self) -> ValueSummary {
        let mut values: Vec<f64> = (0..self.codes.len()).filter_map(|row| self.number(row)).collect();
        values.sort_by(f64::total_cmp);
        let low = values.first().copied().unwrap_or(0.0);
        let high = values.last().copied().unwrap_or(0.0);
        let mut bins = vec![0; if high > low { BINS } else { 1 }];
        let last = bins.len() - 1;
        for value in &values {
            let place = ((value - low) / (high - low) * bins.len() as f64) as usize;
            bins[place.min(last)] += 1;
        }
        ValueSummary::Numbers {
            low,
            high,
            median: median(&values),
            whole: values.iter().all(|value| value.fract() == 0.0),
            bins,
        }
    }

    fn label_summary(&self) -> ValueSummary {
        let mut counts = vec![0; self.levels.len()];
        for &code in self.codes.iter().filter(|&&code| code != MISSING) {
            counts[code as usize] += 1;
        }
        let mut levels: Vec<(String, usize)> = self.levels.iter().cloned().zip(counts).collect();
        levels.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        levels.truncate(MOST_LEVELS_SHOWN);
        ValueSummary::Labels { levels }
    }
}

/// The middle of sorted values; 0 for none.
pub fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[half],
        _ => (sorted[half - 1] + sorted[half]) / 2.0,
    }
}

fn split_named(label: &str) -> Option<crate::report::Split> {
    use crate::report::Split;
    match label.to_ascii_lowercase().as_str() {
        "train" | "training" => Some(Split::Train),
        "valid" | "validation" | "val" => Some(Split::Valid),
        "test" => Some(Split::Test),
        _ => None,
    }
}

/// Roles with their reasons, from what the columns hold; the last usable column becomes the task.
fn suggest_roles(columns: &mut [Column], rows: usize) {
    let mut has_split = false;
    let mut has_weight = false;
    for column in columns.iter_mut() {
        let is_left_out = matches!(column.kind, ColumnKind::Identifier | ColumnKind::Text);
        let names_splits = column.levels.len() > 1
            && column.missing() == 0
            && column.levels.iter().all(|level| split_named(level).is_some());
        if names_splits && !has_split {
            has_split = true;
            column.role = Role::Split;
            column.reason = "names train and test rows".into();
        } else if !has_weight
            && row_weight::names_weights(&column.name)
            && row_weight::read(column, rows, 0).is_ok()
        {
            has_weight = true;
            column.role = Role::Weight;
            column.reason = "its name says that it weighs rows".into();
        } else if is_left_out {
            column.role = Role::Ignore;
        } else if column.levels.len() == 1 {
            column.role = Role::Ignore;
            column.reason = "every value is the same".into();
        }
    }
    let is_usable = |column: &&mut Column| column.role == Role::Input;
    if let Some(last) = columns.iter_mut().rev().find(is_usable) {
        last.role = Role::Task;
        last.reason = "the last column; choose others as you like".into();
    }
}
