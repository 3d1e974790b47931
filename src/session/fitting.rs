//! A model being fitted beside the run: one step at a time, so that requests come in between.

use super::host::Host;
use crate::train::{FileError, Trainer, TrainingError};

/// Seconds after which losses are read from the device, so that it can't fall behind for longer.
const READ_EVERY: f64 = 0.1;

/// A model being fitted.
pub struct Fitting {
    /// What takes its steps.
    pub trainer: Trainer,
    /// Seconds after which it is fitted.
    budget: Option<f64>,
    read_at: f64,
    /// Of its own steps, so that what is done in between doesn't count.
    seconds: f64,
    failed: Option<String>,
}

impl Fitting {
    /// One at its first step.
    ///
    /// - `budget`: seconds after which it ends
    pub fn new(trainer: Trainer, budget: Option<f64>, now: f64) -> Self {
        Self { trainer, budget, read_at: now, seconds: 0.0, failed: None }
    }

    /// The same, so many seconds after its first step.
    pub fn after(self, seconds: f64) -> Self {
        Self { seconds, ..self }
    }

    /// Writes all that it takes to go on from here, its seconds beside it. Between two calls of [`Self::advance`].
    ///
    /// # Errors
    /// See [`Trainer::checkpoint`].
    pub async fn checkpoint(&self) -> Result<Vec<u8>, FileError> {
        self.trainer.checkpoint_with(&self.seconds.into()).await
    }

    /// One step; returns whether it is fitted, or has failed.
    ///
    /// # Errors
    /// A device that fails.
    pub async fn advance(&mut self, host: &impl Host) -> Result<bool, TrainingError> {
        let began = host.now();
        let result = self.step(began).await;
        let now = host.now();
        self.seconds += now - began;
        match result {
            Ok(Some(is_over)) => Ok(is_over || self.budget.is_some_and(|budget| self.seconds >= budget)),
            Ok(None) => Ok(false),
            // One model without a result is no reason to give up all others.
            Err(error @ TrainingError::NotFinite { .. }) => {
                self.failed = Some(error.to_string());
                Ok(true)
            }
            Err(error @ TrainingError::Device(_)) => Err(error),
        }
    }

    /// Whether that was its last epoch; `None` within one.
    async fn step(&mut self, now: f64) -> Result<Option<bool>, TrainingError> {
        if self.trainer.step().await? {
            return Ok(Some(self.trainer.end_epoch().await?.ending.is_some()));
        }
        if now - self.read_at >= READ_EVERY {
            self.trainer.latest_losses().await?;
            self.read_at = now;
        }
        Ok(None)
    }

    /// Seconds of its training.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Why it has no result, if so.
    pub fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }
}
