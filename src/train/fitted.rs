//! What a run has fitted: all that is needed to answer for rows, and nothing that training alone needs.

use std::ops::Range;
use std::rc::Rc;

use burn::module::Module as _;
use burn::tensor::{Device, Tensor};

use super::answer::answers;
use super::error::TrainingError;
use super::file::{Content, FileError, Gather, add_parameters, restore_parameters};
use super::represented::{Represented, represented};
use super::rows::{pictures, upload};
use crate::config::RunConfig;
use crate::data::dataset::{Dataset, parameter_count};
use crate::data::order::TaskOrder;
use crate::input::block::EncodedRows;
use crate::input::encoding::Encoding;
use crate::model::{Model, Rows};
use crate::protocol::Prediction;
use crate::schema::error::DataError;
use crate::schema::row::Row;
use crate::schema::state::State;
use crate::task::Task;
use crate::task::build::unlabelled;
use crate::task::layout::Layout;
use crate::task::target::{Answered, Target};

/// What files of fitted models are called.
const KIND: &str = "model";

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

    /// Writes all that it takes to answer for new rows, as a safetensors file.
    ///
    /// # Errors
    /// Where the device can't be read, or a number is not finite.
    pub async fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        self.to_bytes_with(&State::Null).await
    }

    /// The same, with something of the caller's own beside it.
    ///
    /// # Errors
    /// See [`Self::to_bytes`].
    pub async fn to_bytes_with(&self, beside: &State) -> Result<Vec<u8>, FileError> {
        let mut content = Content::new(KIND);
        content.set("config", &self.config)?;
        content.set("inputs", self.inputs.as_ref())?;
        content.set("tasks", &self.tasks.iter().map(Target::task).collect::<Vec<_>>())?;
        content.set("order", &self.order)?;
        content.set("state", &self.model.state()?)?;
        content.set("beside", beside)?;
        let mut gather = Gather::default();
        add_parameters(&mut gather, KIND, &self.model);
        gather.read(&mut content).await?;
        content.to_bytes()
    }

    /// Reads what [`Self::to_bytes`] wrote: its answers are the same to the bit. Its tasks have no labels.
    ///
    /// # Errors
    /// What is no such file, or a damaged one.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self, FileError> {
        Ok(Self::from_bytes_with(bytes, device)?.0)
    }

    /// The same, and what the caller had put beside it.
    ///
    /// # Errors
    /// See [`Self::from_bytes`].
    pub fn from_bytes_with(bytes: &[u8], device: &Device) -> Result<(Self, State), FileError> {
        let device = device.clone().without_autodiff();
        let mut content = Content::from_bytes(KIND, bytes)?;
        let config: RunConfig = content.take("config")?;
        config.validate().map_err(|error| content.wrong("config", &error))?;
        let inputs: Encoding = content.take("inputs")?;
        if !inputs.is_sound() {
            return Err(content.wrong("inputs", &"their parts don't fit each other"));
        }
        let tasks: Vec<Task> = content.take("tasks")?;
        let tasks: Option<Vec<Target>> = tasks.into_iter().map(unlabelled).collect();
        let tasks = tasks.filter(|tasks| !tasks.is_empty());
        let tasks = tasks.ok_or_else(|| content.wrong("tasks", &"their parts don't fit each other"))?;
        let order: TaskOrder = content.take("order")?;
        if !order.is_of(tasks.len()) {
            return Err(content.wrong("order", &"it does not name each task once"));
        }
        let layout = Layout::of(tasks.iter().map(Target::shape));
        let read = inputs.inputs();
        // Before memory is asked for: no feature and no task is without a parameter.
        let count = content.count(KIND);
        let fits = read.features() <= count
            && tasks.len() <= count
            && parameter_count(&config.architecture, &read, &layout) == count;
        if !fits {
            return Err(content.wrong("config", &"its model has more or fewer parameters than the file"));
        }
        let model = Model::new(&config.architecture, read, &layout, config.seed, &device);
        let mut model = restore_parameters(&mut content, KIND, model)?.valid();
        let state: State = content.take("state")?;
        model.restore(state).map_err(|error| content.wrong("state", &error))?;
        let beside = content.take("beside")?;
        content.finish()?;
        Ok((Self { config, inputs: Rc::new(inputs), tasks, order, model, device }, beside))
    }

    /// The same with the labels of the dataset that it was fitted to.
    ///
    /// # Errors
    /// A dataset of other inputs or tasks.
    pub fn with_labels(self, dataset: &Dataset) -> Result<Self, FileError> {
        if self.inputs != dataset.encoding {
            return Err(FileError::OtherRun { kind: KIND, other: "other inputs" });
        }
        let tasks = |targets: &[Target]| targets.iter().map(Target::task).collect::<Vec<_>>();
        if tasks(&self.tasks) != tasks(&dataset.targets) || self.order != dataset.order {
            return Err(FileError::OtherRun { kind: KIND, other: "other tasks" });
        }
        Ok(Self { tasks: dataset.targets.clone(), ..self })
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
        let count = rows.count;
        answers(&self.model, &self.tasks, count, self.upload(rows)).await
    }

    /// What the heads read of encoded rows.
    ///
    /// # Errors
    /// Where the device can't compute or be read.
    pub async fn representation(&self, rows: EncodedRows) -> Result<Represented, TrainingError> {
        let count = rows.count;
        represented(&self.model, count, self.upload(rows)).await
    }

    /// The rows of a range, on the device.
    fn upload(&self, rows: EncodedRows) -> impl Fn(Range<usize>) -> Rows + use<> {
        let EncodedRows { count, mut numbers, blocks } = rows;
        let width = self.inputs.width();
        // A device has no tensors without columns.
        numbers.resize(count * width.max(1), 0.0);
        let (numbers, pictures) = (upload(numbers, width, &self.device), pictures(blocks, &self.device));
        move |range| {
            let part = |all: &Tensor<2>| all.clone().narrow(0, range.start, range.len());
            Rows { numbers: part(&numbers), pictures: pictures.iter().map(part).collect() }
        }
    }
}
