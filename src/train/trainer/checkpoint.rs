//! A training run as bytes, from which another trainer goes on bit for bit on the CPU.

use std::collections::BTreeMap;
use std::rc::Rc;

use burn::module::Module as _;
use burn::tensor::Device;
use flate2::Crc;
use serde::{Deserialize, Serialize};

use super::super::epoch::Epoch;
use super::super::file::{
    Content, FileError, Gather, add_moments, add_parameters, restore_moments, restore_parameters,
};
use super::super::look_ahead::LookAhead;
use super::super::stopping::Judged;
use super::Trainer;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::data::sampling;
use crate::schema::split::Split;
use crate::schema::state::State;
use crate::task::layout::Group;
use crate::task::target::Target;

/// What these files are called.
const KIND: &str = "checkpoint";

/// Where the parameters and the numbers of the epoch under way stand.
const MODEL: &str = "model";
const KEPT: &str = "kept";
const WEIGHTS: &str = "run.weights";
const LATEST: &str = "run.latest";
const EPOCH_TOTAL: &str = "run.epochTotal";

/// All that a run has come to, tensors aside. What a trainer newly remembers is a field here.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Progress {
    step: usize,
    /// Updates of each parameter.
    updates: BTreeMap<String, usize>,
    model: State,
    kept: State,
    judged: Judged,
    weighing: State,
    dropout: State,
    schedule: State,
    /// Tasks that were trained no further when the epoch under way began.
    left_out: Vec<usize>,
    look_ahead: LookAhead,
}

/// What a run is made from: with anything else, a checkpoint of it would mean something else.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Origin {
    config: RunConfig,
    /// Checksums of the rows of each split, how inputs are encoded, and the fitted tasks.
    rows: u32,
    inputs: u32,
    tasks: u32,
}

impl Origin {
    fn of(dataset: &Dataset, config: &RunConfig) -> Result<Self, FileError> {
        let json = |value: Result<String, serde_json::Error>| match value {
            Ok(text) => Ok(checksum([text.as_bytes()])),
            Err(error) => Err(FileError::State(error.into())),
        };
        let tasks: Vec<_> = dataset.targets.iter().map(Target::task).collect();
        let rows = Split::ALL.into_iter().flat_map(|split| dataset.rows(split).iter().chain([&u32::MAX]));
        let weights = dataset.row_weights.iter().flat_map(|weights| weights.iter());
        let rows = rows.map(|row| row.to_le_bytes());
        Ok(Self {
            config: config.clone(),
            rows: checksum(rows.chain(weights.map(|weight| weight.to_le_bytes()))),
            inputs: json(serde_json::to_string(dataset.encoding.as_ref()))?,
            tasks: json(serde_json::to_string(&tasks))?,
        })
    }

    /// Refuses what was made from something else.
    fn check(&self, found: &Self) -> Result<(), FileError> {
        let other = if !self.config.trains_alike(&found.config) {
            "another configuration"
        } else if self.rows != found.rows {
            "other rows"
        } else if self.inputs != found.inputs {
            "other inputs"
        } else if self.tasks != found.tasks {
            "other tasks"
        } else {
            return Ok(());
        };
        Err(FileError::OtherRun { kind: KIND, other })
    }
}

fn checksum(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> u32 {
    let mut sum = Crc::new();
    parts.into_iter().for_each(|part| sum.update(part.as_ref()));
    sum.sum()
}

impl Trainer {
    /// Writes all that it takes to go on from here, as a safetensors file. After the last step of an epoch, only once the epoch was
    /// ended.
    ///
    /// # Errors
    /// Where the device can't be read, or where a loss or a parameter is no longer finite: a checkpoint is a good one.
    pub async fn checkpoint(&self) -> Result<Vec<u8>, FileError> {
        self.checkpoint_with(&State::Null).await
    }

    /// The same, with something of the caller's own beside it.
    ///
    /// # Errors
    /// See [`Self::checkpoint`].
    pub async fn checkpoint_with(&self, beside: &State) -> Result<Vec<u8>, FileError> {
        self.latest_losses().await?;
        let mut gather = Gather::default();
        add_parameters(&mut gather, MODEL, &self.model.valid());
        let kept = self.stopping.kept();
        if let Some((kept, _)) = kept {
            add_parameters(&mut gather, KEPT, kept);
        }
        let updates = add_moments(&mut gather, &self.model, &self.optimizer);
        gather.add(WEIGHTS.into(), self.weighing.on_device().clone());
        for (name, losses) in [(LATEST, &self.latest), (EPOCH_TOTAL, &self.epoch_total)] {
            if let Some(losses) = losses {
                gather.add(name.into(), losses.clone());
            }
        }
        let mut content = Content::new(KIND);
        content.set("origin", &Origin::of(&self.dataset, &self.config)?)?;
        let progress = Progress {
            step: self.step,
            updates,
            model: self.model.state()?,
            kept: kept.map_or(Ok(State::Null), |(kept, _)| kept.state())?,
            judged: self.stopping.judged(),
            weighing: self.weighing.state()?,
            dropout: self.dropout.state()?,
            schedule: self.schedule.state()?,
            left_out: self.left_out.clone(),
            look_ahead: self.look_ahead.clone(),
        };
        content.set("progress", &progress)?;
        content.set("beside", beside)?;
        gather.read(&mut content).await?;
        if !content.is_finite() {
            return Err(FileError::NotFinite { step: self.step });
        }
        content.to_bytes()
    }

    /// A trainer that goes on where another made a checkpoint.
    ///
    /// # Errors
    /// What is no checkpoint, or one of another table or configuration.
    pub fn resume(
        dataset: Rc<Dataset>,
        config: RunConfig,
        checkpoint: &[u8],
        device: &Device,
    ) -> Result<Self, FileError> {
        Ok(Self::resume_with(dataset, config, checkpoint, device)?.0)
    }

    /// The same, and what the caller had put beside it.
    ///
    /// # Errors
    /// See [`Self::resume`].
    pub fn resume_with(
        dataset: Rc<Dataset>,
        config: RunConfig,
        checkpoint: &[u8],
        device: &Device,
    ) -> Result<(Self, State), FileError> {
        let mut content = Content::from_bytes(KIND, checkpoint)?;
        Origin::of(&dataset, &config)?.check(&content.take("origin")?)?;
        let progress = content.take("progress")?;
        let beside = content.take("beside")?;
        let mut trainer = Self::new(dataset, config, device);
        trainer.restore(progress, &mut content)?;
        content.finish()?;
        Ok((trainer, beside))
    }

    fn restore(&mut self, progress: Progress, content: &mut Content) -> Result<(), FileError> {
        let Progress {
            step,
            updates,
            model,
            kept,
            judged,
            weighing,
            dropout,
            schedule,
            left_out,
            look_ahead,
        } = progress;
        if step > self.steps_total() {
            return Err(content.wrong("progress", &"it is beyond the last step"));
        }
        self.step = step;
        let has_kept = content.has_any(KEPT);
        if !judged.fits(self.epoch_count(), has_kept) {
            return Err(content.wrong("progress", &"the epoch that it keeps is not there"));
        }
        let best = if has_kept {
            let mut best = restore_parameters(content, KEPT, self.model.clone())?.valid();
            best.restore(kept).map_err(|error| content.wrong("progress", &error))?;
            Some(best)
        } else {
            None
        };
        self.stopping.restore(judged, best);
        self.model = restore_parameters(content, MODEL, self.model.clone())?;
        self.model.restore(model).map_err(|error| content.wrong("progress", &error))?;
        restore_moments(content, updates, &self.model, &mut self.optimizer)?;
        let weights = content.take_tensor(WEIGHTS, [self.layout.task_count()], &self.device)?;
        self.weighing.restore(weighing, weights).map_err(|error| content.wrong("progress", &error))?;
        self.dropout.restore(dropout).map_err(|error| content.wrong("progress", &error))?;
        self.schedule.restore(schedule).map_err(|error| content.wrong("progress", &error))?;
        let outputs = self.layout.groups.iter().map(Group::width).sum();
        for (name, losses) in [(LATEST, &mut self.latest), (EPOCH_TOTAL, &mut self.epoch_total)] {
            if content.has(name) {
                *losses = Some(content.take_tensor(name, [1, outputs], &self.device)?);
            }
        }
        // The epoch of the latest step: the next is begun by its first one.
        let epoch = step.saturating_sub(1) / self.batch_count;
        if left_out.iter().any(|&task| task >= self.layout.task_count()) {
            return Err(content.wrong("progress", &"it names a task that is not there"));
        }
        if !look_ahead.fits(&self.look_ahead) {
            return Err(content.wrong("progress", &"its affinities are of other tasks"));
        }
        self.look_ahead = look_ahead;
        let order = sampling::order(&self.dataset, &self.config, epoch, &left_out);
        self.epoch = Epoch::new(&self.dataset, order, self.batch_rows);
        self.left_out = left_out;
        Ok(())
    }
}
