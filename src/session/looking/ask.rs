//! What a view of the whole model may ask: the table, the dataset and the fitted model.

use std::rc::Rc;

use super::answers::{Answers, Of};
use crate::data::dataset::Dataset;
use crate::protocol::LookRequest;
use crate::schema::row::Row;
use crate::schema::split::Split;
use crate::session::ended::Ended;
use crate::session::run::Run;
use crate::table::Table;
use crate::table::column::Column;
use crate::task::Said;
use crate::task::target::Answered;
use crate::train::{Fitted, PredictError, TrainingError};

/// The model that is looked at, with what it was fitted to.
pub struct Ask<'a> {
    /// The table that is loaded.
    pub table: &'a Table,
    /// What the model was fitted to.
    pub dataset: &'a Rc<Dataset>,
    /// The model.
    pub fitted: Kept<'a>,
    /// What is to be seen.
    pub request: &'a LookRequest,
    of: Of,
    kept: Option<Rc<Answers>>,
}

/// A fitted model that is an ended run's, or one that was just taken from a run.
pub enum Kept<'a> {
    Own(Box<Fitted>),
    Of(&'a Fitted),
}

impl std::ops::Deref for Kept<'_> {
    type Target = Fitted;

    fn deref(&self) -> &Fitted {
        match self {
            Self::Own(fitted) => fitted,
            Self::Of(fitted) => fitted,
        }
    }
}

/// Why a view can't be drawn.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// A task that is none.
    #[error("there is no task of index {task}")]
    NoTask {
        /// The index.
        task: usize,
    },
    /// The device failed.
    #[error(transparent)]
    Device(#[from] TrainingError),
    /// A row of the view's own can't be read.
    #[error(transparent)]
    Row(#[from] PredictError),
}

impl<'a> Ask<'a> {
    /// Of a run that goes on or waits, with its present parameters.
    pub fn of_run(
        run: &'a Run,
        table: &'a Table,
        request: &'a LookRequest,
        kept: Option<Rc<Answers>>,
    ) -> Self {
        let of = Of { run: run.id(), has_ended: false, step: run.trainer.step_count(), split: request.split };
        let fitted = Kept::Own(Box::new(run.trainer.fitted()));
        Self { table, dataset: run.trainer.dataset(), fitted, request, of, kept }
    }

    /// Of a run that has ended.
    pub fn of_ended(
        ended: &'a Ended,
        table: &'a Table,
        request: &'a LookRequest,
        kept: Option<Rc<Answers>>,
    ) -> Self {
        let of =
            Of { run: ended.report.run, has_ended: true, step: ended.report.steps, split: request.split };
        Self { table, dataset: &ended.dataset, fitted: Kept::Of(&ended.fitted), request, of, kept }
    }

    /// What all heads answer to the split.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn answers(&mut self) -> Result<Rc<Answers>, TrainingError> {
        if let Some(kept) = self.kept.as_ref().filter(|kept| kept.of == self.of) {
            return Ok(kept.clone());
        }
        let rows = self.dataset.rows(self.of.split);
        let found = self.fitted.answer(self.dataset.encoded(rows)).await?;
        let answers = Rc::new(Answers::new(self.of, found, &self.dataset.order));
        self.kept = Some(answers.clone());
        Ok(answers)
    }

    /// The same, with what the heads answer to the validation rows.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn answers_with_valid(&mut self) -> Result<Rc<Answers>, TrainingError> {
        let answers = self.answers().await?;
        if !answers.has_valid() {
            let rows = self.dataset.rows(Split::Valid);
            let found = self.fitted.answer(self.dataset.encoded(rows)).await?;
            answers.keep_valid(found, &self.dataset.order);
        }
        Ok(answers)
    }

    /// The columns that the model reads.
    pub fn inputs(&self) -> impl Iterator<Item = &'a Column> + use<'a> {
        let (table, encoding) = (self.table, self.dataset.encoding.clone());
        table.columns.iter().filter(move |column| encoding.columns().any(|name| name == column.name))
    }

    /// What every head says about raw rows, in task order.
    ///
    /// # Errors
    /// A cell that its column can't have, or a device that fails.
    pub async fn say(&self, rows: &[Row]) -> Result<Vec<Said>, LookError> {
        Ok(self.answer_raw(rows).await?.iter().map(|answers| answers.said()).collect())
    }

    /// What every head answers to raw rows, in task order.
    ///
    /// # Errors
    /// A cell that its column can't have, or a device that fails.
    pub async fn answer_raw(&self, rows: &[Row]) -> Result<Vec<Box<dyn Answered>>, LookError> {
        let rows = self.dataset.encoding.read_rows(rows).map_err(PredictError::from)?;
        Ok(self.dataset.order.to_file(self.fitted.answer(rows).await?))
    }

    /// What every head answers to rows of the table, in task order.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn answer_rows(&self, rows: &[u32]) -> Result<Vec<Box<dyn Answered>>, LookError> {
        Ok(self.dataset.order.to_file(self.fitted.answer(self.dataset.encoded(rows)).await?))
    }

    /// The answers that were asked for last.
    pub fn into_kept(self) -> Option<Rc<Answers>> {
        self.kept
    }
}
