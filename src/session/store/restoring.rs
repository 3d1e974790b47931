//! Restoring: the project that the store holds becomes the session's, its run waiting at its last checkpoint.

use std::rc::Rc;

use super::super::comparison::Found;
use super::super::ended::Ended;
use super::super::host::Host;
use super::super::loading::Loading;
use super::super::reading;
use super::super::run::Run;
use super::super::state::Session;
use super::super::sweep::Sweep;
use super::Source;
use super::project::{EndedRecord, Project, RunRecord, VERSION, key};
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::protocol::{Event, Restored, RestoredRun, RestoredSweep, Stage};
use crate::report::SweepProgress;
use crate::schema::choice::ColumnChoice;
use crate::synthetic;

impl<H: Host> Session<H> {
    /// Begins to restore what the store holds.
    pub(in super::super) async fn restore(&mut self, id: u32) {
        if let Some(reason) = self.host.no_store() {
            self.tell_saving(Some(reason));
        }
        match self.kept_project().await {
            Ok(None) => self.emit(Some(id), Event::Restored { project: self.host.project(), restored: None }),
            Ok(Some(project)) => {
                if let Err(reason) = self.restore_table(id, project).await {
                    self.refuse_restoring(id, &reason);
                }
            }
            Err(reason) => self.refuse_restoring(id, &reason),
        }
    }

    fn refuse_restoring(&self, id: u32, reason: &str) {
        let message = format!("what this browser had saved can't be read ({reason}): start anew");
        self.fail(Some(id), Stage::Data, message);
    }

    async fn kept_project(&self) -> Result<Option<Project>, String> {
        let Some(bytes) = self.host.read(key::PROJECT).await? else { return Ok(None) };
        let record: serde_json::Value = exact(&bytes)?;
        match record.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(_) | None => return Err("another version of this app wrote it".to_owned()),
        }
        serde_json::from_value(record).map(Some).map_err(|error| error.to_string())
    }

    async fn restore_table(&mut self, id: u32, project: Project) -> Result<(), String> {
        let project = Box::new(project);
        match project.source.clone() {
            Source::Made(request) => {
                let table = synthetic::table(&request.name, request.benchmark, request.seed);
                let mut table = table.map_err(|error| error.to_string())?;
                table.choose(&project.choices.by_column()).map_err(|error| error.to_string())?;
                self.take(None, Ok::<_, String>(table), project.source.clone());
                self.restore_rest(id, *project).await;
            }
            Source::Read { request, .. } => {
                let mut load = *request;
                self.attach_saved(Some(&project.source), &mut load, "a file of its table is gone").await?;
                let told_at = self.host.now();
                let intake = reading::intake(&mut load).map_err(|error| error.to_string())?;
                let choices = project.choices.clone();
                let source = project.source.clone();
                let restores = Some(project);
                self.loading = Some(Loading { id, load, choices, intake, told_at, source, restores });
            }
        }
        Ok(())
    }

    /// All but the table, which is there.
    pub(in super::super) async fn restore_rest(&mut self, id: u32, project: Project) {
        self.config = project.config.clone();
        self.dataset = None;
        self.describe(None);
        self.run_count = project.run_count;
        if let Source::Read { table, .. } = &project.source {
            self.table_count = *table;
        }
        let mut lost = Vec::new();
        let mut datasets = Datasets::default();
        for record in &project.ended {
            match self.restore_ended(record, &mut datasets).await {
                Ok(ended) => self.ended.push(ended),
                Err(reason) => lost.push(format!("run {} could not be read ({reason})", record.run)),
            }
        }
        let has = |run: &u32| self.ended.iter().any(|own| own.report.run == *run);
        self.answering = project.answering.filter(has);
        if let Some(report) = self.ended(None).map(|ended| ended.report.clone()) {
            self.emit(None, Event::Finished(report));
        }
        let mut run = None;
        let mut checkpoint = None;
        if let Some(record) = &project.run {
            match self.restore_run(record, &mut datasets).await {
                Ok((restored, bytes)) => {
                    run = Some(restored);
                    checkpoint = Some(bytes);
                }
                Err(reason) => lost.push(format!("run {} could not be gone on with ({reason})", record.run)),
            }
        }
        let mut sweep = None;
        if let Some(state) = &project.sweep {
            match datasets.of(self, None, state.config()).and_then(|dataset| {
                Sweep::resume(state.clone(), dataset, &self.device).map_err(|error| error.to_string())
            }) {
                Ok(resumed) => {
                    let SweepProgress { done, total, .. } = resumed.progress();
                    sweep = Some(RestoredSweep { done, total, was_running: !state.is_paused });
                    self.sweep = Some(resumed);
                    self.tell_sweep();
                }
                Err(reason) => lost.push(format!("the sweep could not be gone on with ({reason})")),
            }
        }
        self.tell_status(None);
        let comparison = project.comparison.filter(|pending| Some(pending.run) == self.answering);
        let restored = Restored {
            saved_at: self.host.saved_at(),
            request: match &project.source {
                Source::Read { request, .. } => Some(request.clone()),
                Source::Made(_) => None,
            },
            table: self.table.as_ref().map(|table| table.name.clone()).unwrap_or_default(),
            runs: self.ended.len(),
            run,
            comparison: comparison.map(|pending| pending.seeds),
            sweep,
            lost,
        };
        let job = match project.comparison.and_then(|pending| pending.job) {
            Some(_) => self.host.read(key::JOB).await.ok().flatten(),
            None => None,
        };
        self.saver.restored(project, checkpoint, job);
        self.emit(Some(id), Event::Restored { project: self.host.project(), restored: Some(restored) });
    }

    async fn restore_ended(&self, record: &EndedRecord, datasets: &mut Datasets) -> Result<Ended, String> {
        let bytes = self.host.read(&key::run(record.run)).await?.ok_or("it is gone")?;
        let dataset = datasets.of(self, Some(&record.columns), &record.config)?;
        let mut ended =
            Ended::from_bytes(&bytes, dataset.clone(), &self.device).map_err(|error| error.to_string())?;
        ended.is_saved = true;
        ended.columns = record.columns.clone();
        if let Some(found) = &record.found {
            let mut parts = Vec::new();
            for index in 0..found.count {
                let part = self.host.read(&key::found(record.run, index)).await?;
                parts.push(exact(&part.ok_or("a part of its comparison is gone")?)?);
            }
            let dataset_of = |config: &RunConfig| datasets.of(self, Some(&record.columns), config);
            ended.found = Some(Found::restored(found, parts, &record.config, dataset, dataset_of)?);
        }
        Ok(ended)
    }

    async fn restore_run(
        &mut self,
        record: &RunRecord,
        datasets: &mut Datasets,
    ) -> Result<(RestoredRun, Vec<u8>), String> {
        let bytes = self.host.read(key::CHECKPOINT).await?.ok_or("its checkpoint is gone")?;
        let dataset = datasets.of(self, None, &record.config)?;
        let now = self.host.now();
        let run = Run::resume(dataset, record.config.clone(), &bytes, &self.device, now);
        let run = run.map_err(|error| error.to_string())?;
        for epoch in run.history() {
            self.emit(None, Event::Epoch(epoch.clone()));
        }
        if let Ok(report) = run.step_report(now).await {
            self.emit(None, Event::Step(report));
        }
        let restored = RestoredRun {
            run: record.run,
            step: run.trainer.step_count(),
            steps_total: run.trainer.steps_total(),
            was_running: record.is_running,
        };
        self.is_stale = record.is_stale;
        self.run = Some(run);
        Ok((restored, bytes))
    }

    /// Deletes all that this browser has of any project, and lets go of runs and table.
    pub(in super::super) async fn forget(&mut self, id: u32) {
        match self.host.forget().await {
            Ok(()) => {
                self.saver.forget();
                self.emit(Some(id), Event::Restored { project: self.host.project(), restored: None });
            }
            Err(reason) => {
                let message = format!(
                    "what was saved could not be deleted ({reason}): delete this site's data in the browser's settings"
                );
                self.fail(Some(id), Stage::Worker, message);
            }
        }
    }
}

/// The datasets that runs were trained on, each made once.
#[derive(Default)]
struct Datasets(Vec<(Vec<ColumnChoice>, RunConfig, Rc<Dataset>)>);

impl Datasets {
    /// - `columns`: roles and types of the columns, where they are not the present ones
    fn of<H: Host>(
        &mut self,
        session: &Session<H>,
        columns: Option<&[ColumnChoice]>,
        config: &RunConfig,
    ) -> Result<Rc<Dataset>, String> {
        let table = session.table.as_ref().ok_or("its table is gone")?;
        let present = table.column_choices();
        let columns = columns.unwrap_or(&present);
        let is_known = |known: &&(Vec<ColumnChoice>, RunConfig, _)| {
            known.0 == columns && known.1.gives_same_data(config)
        };
        if let Some((.., known)) = self.0.iter().find(is_known) {
            return Ok(known.clone());
        }
        let dataset = if present == columns {
            Dataset::build(table, config)
        } else {
            let mut other = table.clone();
            let changed: Vec<ColumnChoice> =
                columns.iter().filter(|choice| !present.contains(choice)).cloned().collect();
            other.choose(&changed).map_err(|error| error.to_string())?;
            Dataset::build(&other, config)
        };
        let dataset = Rc::new(dataset.map_err(|error| error.to_string())?);
        self.0.push((columns.to_vec(), config.clone(), dataset.clone()));
        Ok(dataset)
    }
}

/// A JSON text, its numbers to the last bit.
fn exact(bytes: &[u8]) -> Result<serde_json::Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    crate::train::exact(text).map_err(|error| error.to_string())
}
