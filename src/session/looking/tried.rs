//! What every head says about some rows while one input takes one value after another.

use super::ask::{Ask, LookError};
use super::axis::InputAxis;
use super::sample::row_size;
use crate::schema::row::Row;
use crate::task::Said;
use crate::train::PredictError;

/// Most numbers that go to the device at once.
const MOST_NUMBERS: usize = 1 << 21;

/// Answers to the same rows at each value of one input.
pub struct Tried {
    /// How many rows.
    pub rows: usize,
    /// Values that are asked about at once.
    values: usize,
    /// One entry per request, each one per task in task order: the rows at one value, then at the next.
    said: Vec<Vec<Said>>,
}

impl Tried {
    /// Asks the model.
    ///
    /// - `rows`: of the table
    ///
    /// # Errors
    /// A value that the column can't have, or a device that fails.
    pub async fn of(ask: &Ask<'_>, axis: &InputAxis<'_>, rows: &[u32]) -> Result<Self, LookError> {
        let encoding = &ask.dataset.encoding;
        let column = encoding.columns().position(|name| name == axis.name()).unwrap_or(usize::MAX);
        let asked: Vec<Row> =
            axis.values.iter().map(|value| [(axis.name().to_owned(), value.clone())].into()).collect();
        let donors = encoding.read_rows(&asked).map_err(PredictError::from)?;
        let numbers = rows.len() * row_size(ask);
        let values = (MOST_NUMBERS / numbers.max(1)).clamp(1, axis.values.len().max(1));
        let mut said = Vec::new();
        for first in (0..axis.values.len()).step_by(values) {
            let count = values.min(axis.values.len() - first);
            let mut encoded = ask.dataset.encoded(&rows.repeat(count));
            encoding.replace(&mut encoded, column, &donors, |index| first + index / rows.len().max(1));
            let answers = ask.fitted.answer(encoded).await?;
            said.push(ask.dataset.order.to_file(answers.iter().map(|answers| answers.said())));
        }
        Ok(Self { rows: rows.len(), values, said })
    }

    /// One of the numbers that a head answers with: the value, or the probability of a class or label.
    ///
    /// - `value`: index of the input's value
    /// - `output`: index of the class or label
    pub fn answer(&self, task: usize, value: usize, row: usize, output: usize) -> Option<f64> {
        let index = value % self.values * self.rows + row;
        let found = match self.said.get(value / self.values)?.get(task)? {
            Said::Values(values) => values.get(index).copied()?,
            Said::Classes { classes, shares } => f64::from(*shares.get(index * classes + output)?),
            Said::Labels { labels, shares } => shares.get(index * labels + output).copied()?,
            Said::Pixels => return None,
        };
        found.is_finite().then_some(found)
    }

    /// What a head answers with.
    pub fn form(&self, task: usize) -> Option<&Said> {
        self.said.first()?.get(task)
    }
}
