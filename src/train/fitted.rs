//! What a run has fitted: all that is needed to answer for rows, and nothing that training alone needs.

use std::rc::Rc;

use burn::tensor::{Device, Tensor};

use super::answer::answers;
use super::error::TrainingError;
use super::rows::{pictures, upload};
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::data::order::TaskOrder;
use crate::input::block::EncodedRows;
use crate::input::encoding::Encoding;
use crate::model::{Model, Rows};
use crate::protocol::Prediction;
use crate::schema::error::DataError;
use crate::schema::row::Row;
use crate::task::target::{Answered, Target};

/// A fitted model with its inputs and its tasks.
pub struct Fitted {
    /// What it was trained by.
    pub config: RunConfig,
    /// How rows are encoded.
    pub inputs: Rc<Encoding>,
    /// In the model's order.
    pub tasks: Vec<Target>,
    /// Where each task stands in the file.
    pub order: TaskOrder,
    model: Model,
    device: Device,
}

/// Why rows can't be answered for.
#[derive(Debug, thiserror::Error)]
pub enum PredictError {
    /// What is wrong with a row.
    #[error(transparent)]
    Row(#[from] DataError),
    /// The device failed.
    #[error(transparent)]
    Device(#[from] TrainingError),
}

impl Fitted {
    /// What a model has learned of a dataset.
    ///
    /// - `model`: without autodiff
    pub fn new(config: RunConfig, dataset: &Dataset, model: Model, device: Device) -> Self {
        Self {
            config,
            inputs: dataset.encoding.clone(),
            tasks: dataset.targets.clone(),
            order: dataset.order.clone(),
            model,
            device,
        }
    }

    /// Answers every task for raw rows.
    ///
    /// # Errors
    /// A cell that its column can't have, or a device that fails.
    pub async fn predict(&self, rows: &[Row]) -> Result<Vec<Prediction>, PredictError> {
        let answers = self.answer(self.inputs.read_rows(rows)?).await?;
        let row = |row| {
            let tasks = self.tasks.iter().zip(&answers);
            tasks.map(|(task, answers)| (task.name().to_owned(), answers.answer(row))).collect()
        };
        Ok((0..rows.len()).map(row).collect())
    }

    /// Answers every task for encoded rows; one entry a task, in the model's order.
    ///
    /// # Errors
    /// Where the device can't compute or be read.
    pub async fn answer(&self, rows: EncodedRows) -> Result<Vec<Box<dyn Answered>>, TrainingError> {
        let EncodedRows { count, mut numbers, blocks } = rows;
        let width = self.inputs.width();
        // A device has no tensors without columns.
        numbers.resize(count * width.max(1), 0.0);
        let (numbers, pictures) = (upload(numbers, width, &self.device), pictures(blocks, &self.device));
        let part = |range: std::ops::Range<usize>| {
            let part = |all: &Tensor<2>| all.clone().narrow(0, range.start, range.len());
            Rows { numbers: part(&numbers), pictures: pictures.iter().map(part).collect() }
        };
        answers(&self.model, &self.tasks, count, part).await
    }
}
