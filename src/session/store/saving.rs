//! Saving: the difference between what a session holds and what was written last, after every request and every few seconds of training.

use super::super::comparison::{Found, Queue};
use super::super::host::Host;
use super::super::state::Session;
use super::Change;
use super::project::{EndedRecord, Pending, Project, RunRecord, VERSION, key};
use super::saver::Checkpoint;
use crate::protocol::Event;
use crate::report::Status;

/// Seconds of training from one checkpoint to the next, at least.
const SAVE_EVERY: f64 = 3.0;

/// Seconds from one to the next, at most.
const LONGEST: f64 = 10.0;

/// As many times the seconds that a checkpoint took pass before the next, so that training is slowed by 2 %, or one
/// comes after [`LONGEST`].
const SHARE: f64 = 50.0;

impl<H: Host> Session<H> {
    /// Writes what has changed, if there is a place for it. A running run is looked at when a checkpoint is due, all else at once.
    ///
    /// - `is_idle`: whether nothing but steps was done since the last call
    pub(in super::super) async fn save(&mut self, is_idle: bool) {
        let now = self.host.now();
        let run = self.run.as_ref().filter(|run| !run.is_over() && run.trainer.step_count() > 0);
        let is_new = run.is_some_and(|run| self.saver.checkpoint(run.id()).is_none());
        let is_due = is_new || now >= self.saver.next;
        if self.loading.is_some() || is_idle && !is_due {
            return;
        }
        self.check_point(is_due).await;
        self.check_comparison(is_due).await;
        if self.host.project().is_some() && self.table.is_some() {
            match self.write().await {
                Ok(()) => self.tell_saving(None),
                Err(reason) => self.tell_saving(Some(reason)),
            }
        }
        let after = self.host.now();
        if is_due {
            self.saver.next = after + (SHARE * (after - now)).clamp(SAVE_EVERY, LONGEST);
        }
    }

    /// Makes a checkpoint of the run under way, unless it stands where the latest was made.
    async fn check_point(&mut self, is_due: bool) {
        let Some(run) = self.run.as_ref().filter(|run| !run.is_over()) else {
            self.saver.checkpoint = None;
            return;
        };
        let is_running = run.status == Status::Running;
        let record = RunRecord {
            run: run.id(),
            step: run.trainer.step_count(),
            config: run.config().clone(),
            is_running,
            is_stale: self.is_stale,
        };
        let latest = self.saver.checkpoint.as_mut().filter(|latest| latest.record.run == record.run);
        if let Some(latest) = latest {
            let is_same = latest.record.step == record.step;
            if is_same || is_running && !is_due {
                let record = RunRecord { step: latest.record.step, ..record };
                latest.is_written &= record == latest.record;
                latest.record = record;
                return;
            }
        }
        if record.step == 0 {
            self.saver.checkpoint = None;
            return;
        }
        // A run whose numbers are no longer finite keeps its last good one, and says so itself at its next step.
        if let Ok(bytes) = run.checkpoint(self.host.now()).await {
            self.saver.checkpoint = Some(Checkpoint { record, bytes, is_written: false });
        }
    }

    /// Makes a checkpoint of what a comparison is at. One that waits to be gone on with is as it was.
    async fn check_comparison(&mut self, is_due: bool) {
        let Some(queue) = &self.comparison else {
            if self.run.is_some() || self.saver.comparison.is_some_and(|own| self.answering != Some(own.run))
            {
                self.saver.comparison = None;
            }
            return;
        };
        let before = self.saver.comparison.filter(|own| own.run == queue.run && own.seeds == queue.seeds());
        let mut job = before.and_then(|own| own.job).filter(|job| queue.is_at(*job));
        if is_due {
            let found = queue.checkpoint().await;
            job = found.as_ref().map(|(job, _)| *job);
            self.saver.job = found.map(|(_, bytes)| (bytes, false));
        }
        self.saver.comparison = Some(Pending { run: queue.run, seeds: queue.seeds(), job });
    }

    async fn write(&mut self) -> Result<(), String> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let Some(table) = &self.table else { return Ok(()) };
        let mut changes = Vec::new();
        let (mut ended, mut saved) = (Vec::new(), Vec::new());
        for own in &self.ended {
            let run = own.report.run;
            if !own.is_saved || !self.saver.written.contains(&key::run(run)) {
                // One that can't be read from its device is left out.
                let Ok(bytes) = own.to_bytes().await else { continue };
                changes.push(Change::Put { key: key::run(run), bytes });
                saved.push(run);
            }
            let queue = self.comparison.as_ref().filter(|queue| queue.run == run);
            let found = queue.map(|queue| queue.found()).or(own.found.as_ref());
            if let Some(found) = found {
                for (index, part) in found.unsaved() {
                    let bytes = part.map_err(|error| error.to_string())?;
                    changes.push(Change::Put { key: key::found(run, index), bytes });
                }
            }
            ended.push(EndedRecord {
                run,
                config: own.fitted.config.clone(),
                columns: own.columns.clone(),
                found: found.map(|found| found.record()),
            });
        }
        let checkpoint = self.saver.checkpoint.as_ref();
        if let Some(latest) = checkpoint.filter(|latest| !latest.is_written) {
            changes.push(Change::Put { key: key::CHECKPOINT.to_owned(), bytes: latest.bytes.clone() });
        }
        let has_job = self.saver.comparison.is_some_and(|own| own.job.is_some());
        if let Some((bytes, false)) = self.saver.job.as_ref().filter(|_| has_job) {
            changes.push(Change::Put { key: key::JOB.to_owned(), bytes: bytes.clone() });
        }
        let project = Project {
            version: VERSION,
            source,
            choices: table.choices(),
            config: self.config.clone(),
            run_count: self.run_count,
            ended,
            answering: self.answering,
            run: checkpoint.map(|latest| latest.record.clone()),
            comparison: self.saver.comparison,
            sweep: self.sweep.as_ref().map(|sweep| sweep.state().clone()),
        };
        let files = project.source.keys().into_iter().enumerate();
        let missing = files.filter(|(_, key)| !self.saver.written.contains(key));
        changes.extend(missing.map(|(file, key)| Change::PutFile { key, file }));
        let keys = project.keys();
        changes.extend(self.saver.written.difference(&keys).map(|key| Change::Delete { key: key.clone() }));
        if changes.is_empty() && self.saver.project.as_ref() == Some(&project) {
            return Ok(());
        }
        let record = serde_json::to_vec(&project).map_err(|error| error.to_string())?;
        changes.push(Change::Put { key: key::PROJECT.to_owned(), bytes: record });
        self.host.write(changes).await?;
        self.saver.written = keys;
        self.saver.project = Some(project);
        if let Some(latest) = &mut self.saver.checkpoint {
            latest.is_written = true;
        }
        self.saver.job.iter_mut().for_each(|(_, is_written)| *is_written = true);
        for own in &mut self.ended {
            own.is_saved |= saved.contains(&own.report.run);
            own.found.iter_mut().for_each(Found::set_saved);
        }
        self.comparison.iter_mut().for_each(Queue::set_saved);
        Ok(())
    }

    /// Says how saving goes when that has changed.
    pub(in super::super) fn tell_saving(&mut self, problem: Option<String>) {
        if self.saver.told.as_ref() != Some(&problem) {
            self.emit(None, Event::Saved { problem: problem.clone() });
            self.saver.told = Some(problem);
        }
    }
}
