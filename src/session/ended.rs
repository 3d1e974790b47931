//! A run that has ended: its report and its fitted model, which answers for as long as the run is kept.

use std::rc::Rc;

use burn::tensor::Device;

use super::comparison::Found;
use crate::data::dataset::Dataset;
use crate::protocol::{Prediction, RunEntry};
use crate::report::RunReport;
use crate::schema::choice::ColumnChoice;
use crate::schema::row::Row;
use crate::schema::state::state_of;
use crate::train::{FileError, Fitted, PredictError};

/// A run that has ended.
pub struct Ended {
    /// Its scores and its history.
    pub report: RunReport,
    /// What it has fitted.
    pub fitted: Fitted,
    /// What it was trained on.
    pub dataset: Rc<Dataset>,
    /// Roles and types of the table's columns that it was trained with.
    pub columns: Vec<ColumnChoice>,
    /// What it was compared with.
    pub found: Option<Found>,
    /// Whether the store has it as it is.
    pub is_saved: bool,
}

impl Ended {
    /// Its line in the list of runs.
    pub fn entry(&self) -> RunEntry {
        RunEntry { run: self.report.run, config: self.fitted.config.clone(), report: self.report.clone() }
    }

    /// Takes a report in place of the one before.
    pub fn tell(&mut self, report: RunReport) {
        self.report = report;
        self.is_saved = false;
    }

    /// Writes its report and its fitted model, as a file that is one of a model as well.
    ///
    /// # Errors
    /// See [`Fitted::to_bytes`].
    pub async fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        self.fitted.to_bytes_with(&state_of(&self.report)?).await
    }

    /// Reads what [`Self::to_bytes`] wrote. What it was compared with is in its report; the single answers that stood for it are gone.
    ///
    /// - `dataset`: what it was trained on
    ///
    /// # Errors
    /// What is no such file, or one of another dataset.
    pub fn from_bytes(bytes: &[u8], dataset: Rc<Dataset>, device: &Device) -> Result<Self, FileError> {
        let (fitted, beside) = Fitted::from_bytes_with(bytes, device)?;
        let fitted = fitted.with_labels(&dataset)?;
        let report = serde_json::from_value(beside).map_err(|error| FileError::Damaged(error.to_string()))?;
        Ok(Self { report, fitted, dataset, columns: Vec::new(), found: None, is_saved: false })
    }

    /// Answers for raw rows.
    pub async fn predict(&self, rows: &[Row]) -> Result<Vec<Prediction>, PredictError> {
        self.fitted.predict(rows).await
    }
}
