//! A run that has ended: its report and its fitted model, which answers for as long as the run is kept.

use std::rc::Rc;

use super::comparison::Found;
use crate::data::dataset::Dataset;
use crate::protocol::{Prediction, RunEntry};
use crate::report::RunReport;
use crate::schema::row::Row;
use crate::schema::split::Split;
use crate::train::{Fitted, PredictError, TrainingError};
use crate::view::View;

/// A run that has ended.
pub struct Ended {
    pub report: RunReport,
    pub fitted: Fitted,
    pub dataset: Rc<Dataset>,
    /// What it was compared with.
    pub found: Option<Found>,
}

impl Ended {
    /// Its line in the list of runs.
    pub fn entry(&self) -> RunEntry {
        RunEntry { run: self.report.run, config: self.fitted.config.clone(), report: self.report.clone() }
    }

    /// Answers for raw rows.
    pub async fn predict(&self, rows: &[Row]) -> Result<Vec<Prediction>, PredictError> {
        self.fitted.predict(rows).await
    }

    /// The views of every head on a split, in task order.
    pub async fn heads(&self, split: Split) -> Result<Vec<Vec<View>>, TrainingError> {
        let rows = self.dataset.rows(split);
        let answers = self.fitted.answer(self.dataset.encoded(rows)).await?;
        Ok(self.dataset.order.to_file(answers.iter().map(|answers| answers.views(rows))))
    }
}
