//! Counts as labels: whole numbers from 0 on, in units of their training mean.
//!
//! The head's output is the logarithm of the rate in those units. The training mean thus stands as a fixed offset in front of the
//! head, as exposure does in a generalised linear model (McCullagh & Nelder 1989, §6.2): training starts near the trivial
//! predictor, no weight decay pulls on the mean, and a task of large counts weighs no more than one of small ones.

use crate::math::deviance::half_deviance;
use crate::schema::error::DataError;
use crate::table::Table;
use crate::table::column::{Column, median};
use crate::task::target::Target;
use crate::task::transform::{Curve, Transform};
use crate::task::{Task, TaskKind};

/// Largest number that may count something.
const MOST: f64 = 1e12;

/// Answers are held within `e^±REACH` training means.
const REACH: f64 = 30.0;

/// Fewest different values that hint at a count.
const FEWEST_VALUES: usize = 5;

impl Target {
    pub(super) fn of_counts(
        column: &Column,
        table: &Table,
        train: &[u32],
        transform: Transform,
    ) -> Result<Self, DataError> {
        let task = column.name.clone();
        if transform != Transform::None {
            return Err(DataError::CountTransform { task });
        }
        let stranger = (0..table.rows).find_map(|row| {
            let found = column.number(row).filter(|&value| !may_count(value))?;
            Some((table.spreadsheet_row(row), found))
        });
        if let Some((row, found)) = stranger {
            return Err(DataError::NotACount { task, row, found });
        }
        let known: Vec<f64> = train.iter().filter_map(|&row| column.number(row as usize)).collect();
        let rows = known.len().max(1) as f64;
        let mean = known.iter().sum::<f64>() / rows;
        // Of nothing, no rate is a multiple: half an event in all rows stands for what was never seen.
        let scale = if mean > 0.0 { mean } else { 0.5 / rows };
        let deviance = known.iter().map(|&value| half_deviance(value, mean)).sum::<f64>() / rows;
        let label = |row| column.number(row).map_or(f32::NAN, |value| (value / scale) as f32);
        Ok(Self {
            task: Task { name: task, kind: TaskKind::Count, classes: Vec::new() },
            mean,
            curve: Curve::fit(Transform::None, &[]),
            center: 0.0,
            scale,
            class_shares: Vec::new(),
            class_weights: Vec::new(),
            kinds: Self::kinds(column, column.class_count()),
            notes: Vec::new(),
            trivial_loss: deviance / scale,
            labels: (0..table.rows).map(label).collect(),
        })
    }

    /// Whether all values of a column may count something.
    pub(super) fn counts(column: &Column) -> bool {
        (0..column.levels().len()).all(|code| may_count(column.level_number(code)))
    }

    /// The expected count, from a head's output.
    pub fn rate(&self, output: f64) -> f64 {
        self.scale * output.clamp(-REACH, REACH).exp()
    }

    /// Half the Poisson deviance of a rate from a count, in units of the training mean.
    pub fn count_loss(&self, actual: f64, rate: f64) -> f64 {
        half_deviance(actual, rate) / self.scale
    }

    /// A sentence for numbers that look like counts: whole, from 0 on, with a long tail, spread by more than a Poisson count is.
    pub(super) fn count_note(column: &Column, mut known: Vec<f64>) -> Option<String> {
        if column.levels().len() < FEWEST_VALUES || !known.contains(&0.0) || !Self::counts(column) {
            return None;
        }
        let rows = known.len() as f64;
        let mean = known.iter().sum::<f64>() / rows;
        let variance = known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / rows;
        (variance >= mean && mean > median(&mut known)).then(|| {
            format!(
                "The numbers of “{name}” are whole and begin at 0, with more small ones than large ones (mean {mean:.3}, variance {variance:.3}). If they count something, learn “{name}” as a count.",
                name = column.name
            )
        })
    }
}

fn may_count(value: f64) -> bool {
    value.fract() == 0.0 && (0.0..=MOST).contains(&value)
}
