//! Numbers as labels: straightened, then brought to mean 0 and deviation 1.

use crate::schema::error::DataError;
use crate::table::Table;
use crate::table::column::Column;
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{Task, TaskKind};

impl Target {
    pub(super) fn of_numbers(
        column: &Column,
        table: &Table,
        train: &[u32],
        transform: Transform,
    ) -> Result<Self, DataError> {
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
            kinds: Self::kinds(column, 0),
            notes: Self::count_note(column, known).into_iter().collect(),
            trivial_loss: 1.0,
            labels: Vec::new(),
        };
        let label = |row| column.number(row).map_or(f32::NAN, |value| target.to_standard(value) as f32);
        target.labels = (0..table.rows).map(label).collect();
        Ok(target)
    }
}
