//! The parts that a column cuts rows into: its labels, or quarters of its numbers.

use std::collections::BTreeMap;

use super::heads::short;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::table::column::Column;

/// Different numbers up to which each one is a part of its own.
const MOST_VALUES: usize = 8;

/// Parts of equal size that numbers are cut into.
const QUARTERS: usize = 4;

/// Some of the rows.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// What they have in common, such as “city: Paris”.
    pub name: String,
    /// Their indices among the rows that were cut.
    pub rows: Vec<usize>,
}

/// Whether a column cuts rows into parts.
pub fn cuts(column: &Column) -> bool {
    let has_labels = match column.kind {
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Category
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Date => true,
        ColumnKind::Identifier | ColumnKind::Constant | ColumnKind::Image | ColumnKind::Text => false,
    };
    has_labels && !matches!(column.role, Role::Ignore | Role::Split)
}

/// The parts of some rows, those without a value among them; a row with several labels is in several.
pub fn parts(column: &Column, rows: &[u32]) -> Vec<Part> {
    let mut parts = match column.kind {
        ColumnKind::Number | ColumnKind::Integer if column.class_count() > MOST_VALUES => {
            quarters(column, rows, |row| column.number(row))
        }
        ColumnKind::Date => quarters(column, rows, |row| column.moment(row).map(|moment| moment.days())),
        ColumnKind::MultiSelect => options(column, rows),
        ColumnKind::Number
        | ColumnKind::Integer
        | ColumnKind::Category
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::Identifier
        | ColumnKind::Constant
        | ColumnKind::Image
        | ColumnKind::Text => labels(column, rows),
    };
    let is_missing = |index: &usize| column.code(rows[*index] as usize).is_none();
    let missing: Vec<usize> = (0..rows.len()).filter(is_missing).collect();
    if !missing.is_empty() {
        parts.push(Part { name: format!("{}: missing", column.name), rows: missing });
    }
    parts
}

/// One part a label.
fn labels(column: &Column, rows: &[u32]) -> Vec<Part> {
    let classes = column.classes();
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, &row) in rows.iter().enumerate() {
        if let Some(code) = column.code(row as usize) {
            found.entry(classes[code]).or_default().push(index);
        }
    }
    let name = |code: usize| format!("{}: {}", column.name, short(&column.levels()[code]));
    found.into_iter().map(|(code, rows)| Part { name: name(code), rows }).collect()
}

/// One part a label of cells that hold several.
fn options(column: &Column, rows: &[u32]) -> Vec<Part> {
    let Some(several) = column.reading().parts() else { return labels(column, rows) };
    let of_level: Vec<Vec<usize>> =
        column.levels().iter().map(|level| several.indices(level).collect()).collect();
    let mut found = vec![Vec::new(); several.labels.len()];
    for (index, &row) in rows.iter().enumerate() {
        for &label in column.code(row as usize).and_then(|code| of_level.get(code)).into_iter().flatten() {
            found[label].push(index);
        }
    }
    let name = |label: &str| format!("{} has {}", column.name, short(label));
    several.labels.iter().zip(found).map(|(label, rows)| Part { name: name(label), rows }).collect()
}

/// Quarters of about equal size; equal values are in one.
fn quarters(column: &Column, rows: &[u32], value: impl Fn(usize) -> Option<f64>) -> Vec<Part> {
    let known: Vec<(usize, f64)> =
        rows.iter().enumerate().filter_map(|(index, &row)| Some((index, value(row as usize)?))).collect();
    let mut values: Vec<f64> = known.iter().map(|(_, value)| *value).collect();
    let mut edge = |quarter: usize| {
        let index = (values.len() * quarter).div_ceil(QUARTERS).checked_sub(1)?;
        Some(*values.select_nth_unstable_by(index, f64::total_cmp).1)
    };
    let edges: Vec<f64> = (1..QUARTERS).filter_map(&mut edge).collect();
    let mut found: Vec<Vec<(usize, f64)>> = vec![Vec::new(); QUARTERS];
    for own in known {
        found[edges.iter().filter(|edge| own.1 > **edge).count()].push(own);
    }
    let cell = |own: Option<&(usize, f64)>| {
        own.and_then(|(index, _)| column.label(rows[*index] as usize)).unwrap_or("–")
    };
    let part = |own: Vec<(usize, f64)>| {
        let low = own.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = own.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let name = format!("{}: {} to {}", column.name, cell(low), cell(high));
        Part { name, rows: own.into_iter().map(|(index, _)| index).collect() }
    };
    found.into_iter().filter(|own| !own.is_empty()).map(part).collect()
}
