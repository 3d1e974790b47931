//! Numbers as labels: straightened, then brought to mean 0 and deviation 1.

use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::Table;
use crate::table::column::Column;
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{TargetConfig, Task, TaskKind};

/// How many different whole numbers hint at classes.
const FEWEST_CLASSES: usize = 3;
const MOST_HINTED: usize = 10;

/// Larger numbers are amounts more often than names.
const LARGEST_CLASS: f64 = 20.0;

/// Training rows a number, without which that there are few says little.
const ROWS_PER_CLASS: usize = 5;

impl Target {
    pub(super) fn of_numbers(
        column: &Column,
        table: &Table,
        train: &[u32],
        chosen: TargetConfig,
    ) -> Result<Self, DataError> {
        let transform = chosen.transform;
        let has_no_logarithm = |row: &usize| column.number(*row).is_some_and(|value| value <= -1.0);
        if transform == Transform::Log1p
            && let Some(row) = (0..table.rows).find(has_no_logarithm)
        {
            let found = column.number(row).unwrap_or_default();
            let row = table.spreadsheet_row(row);
            return Err(DataError::NoLogarithm { task: column.name.clone(), row, found });
        }
        let known: Vec<f64> = train.iter().filter_map(|&row| column.number(row as usize)).collect();
        let count = known.len().max(1) as f64;
        let curve = Curve::fit(transform, &known);
        let straight = || known.iter().map(|&value| curve.apply(value));
        let center = straight().sum::<f64>() / count;
        let variance = straight().map(|value| (value - center).powi(2)).sum::<f64>() / count;
        let mut target = Self {
            task: Task { name: column.name.clone(), kind: TaskKind::Regression, classes: Vec::new() },
            mean: known.iter().sum::<f64>() / count,
            curve,
            center,
            scale: if variance > 0.0 { variance.sqrt() } else { 1.0 },
            class_shares: Vec::new(),
            class_weights: Vec::new(),
            kinds: Self::kinds(column, column.class_count()),
            notes: Self::number_note(column, known, chosen.kind).into_iter().collect(),
            trivial_loss: 1.0,
            labels: Vec::new(),
        };
        let label = |row| column.number(row).map_or(f32::NAN, |value| target.to_standard(value) as f32);
        target.labels = (0..table.rows).map(label).collect();
        Ok(target)
    }

    /// A sentence for numbers that may be something else: counts, or names of classes.
    fn number_note(column: &Column, known: Vec<f64>, chosen: Option<TaskKind>) -> Option<String> {
        let rows = known.len();
        Self::count_note(column, known)
            .or_else(|| class_note(column, rows).filter(|_| chosen != Some(TaskKind::Regression)))
    }
}

/// A sentence for a few small whole numbers, as classes are often written.
fn class_note(column: &Column, rows: usize) -> Option<String> {
    let classes = column.classes();
    let order = column.class_order().into_iter().filter(|&code| classes[code] == code);
    let numbers: Vec<f64> = order.map(|code| column.level_number(code)).collect();
    let are_small = numbers.iter().all(|number| number.abs() <= LARGEST_CLASS);
    if column.kind != ColumnKind::Integer
        || !(FEWEST_CLASSES..=MOST_HINTED).contains(&numbers.len())
        || !are_small
        || rows < ROWS_PER_CLASS * numbers.len()
    {
        return None;
    }
    let named = numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let name = &column.name;
    Some(format!(
        "“{name}” holds few different whole numbers ({named}) and is learned as a number. If they name classes, learn it as classes (targets.{name}.kind: “multiclass”, or “ordinal” where they go from low to high)."
    ))
}
