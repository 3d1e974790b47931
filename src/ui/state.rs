//! What the page knows: signals that only `apply` writes, and the commands that panels send.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use crate::config::{RunConfig, SweepConfig};
use crate::protocol::{Command, Event, Failure, Stage};
use crate::report::{
    ComparisonProgress, Conflict, DeviceInfo, EpochReport, ModelSummary, ProbeReport, RunReport, Status,
    StepReport, SweepProgress, SweepReport, TaskSummary, ToyReport,
};
use crate::schema::split::Split;
use crate::schema::warning::Place;
use crate::table::gallery::Example;
use crate::table::summary::TableSummary;
use crate::ui::field;
use crate::ui::origin::Asked;
use crate::ui::progress::Progress;
use crate::ui::selection::Selection;
use crate::ui::taken_up::TakenUp;
use crate::web::bridge::Bridge;

/// What is done once a question is answered.
pub type Deed = Rc<dyn Fn()>;

/// Every signal of the page; copied freely.
#[derive(Clone, Copy)]
pub struct AppState {
    /// Where models train; unknown until the worker is up.
    pub device: RwSignal<Option<DeviceInfo>>,
    /// How far the worker is loaded, or a table is read, where that takes a while.
    pub reading: RwSignal<Option<Progress>>,
    /// The loaded table.
    pub table: RwSignal<Option<TableSummary>>,
    /// The example the table came from, if it did.
    pub example: RwSignal<Option<&'static Example>>,
    /// Every setting.
    pub config: RwSignal<RunConfig>,
    /// The model that table and configuration give.
    pub model: RwSignal<Option<ModelSummary>>,
    /// What stands in the way of training.
    pub problem: RwSignal<Option<String>>,
    /// What the session does.
    pub status: RwSignal<Status>,
    /// Steps taken by the current run.
    pub step: RwSignal<usize>,
    /// Latest values of the current run.
    pub latest: RwSignal<Option<StepReport>>,
    /// Epochs of the current run.
    pub epochs: RwSignal<Vec<EpochReport>>,
    /// The last epoch whose gradients were measured, and how they stood to each other.
    pub conflict: RwSignal<Option<(usize, Conflict)>>,
    /// Report of the current run, once it ended.
    pub report: RwSignal<Option<RunReport>>,
    /// How far the comparison of that run is, while one goes on.
    pub comparing: RwSignal<Option<ComparisonProgress>>,
    /// What is chosen for the next sweep.
    pub sweep: RwSignal<SweepConfig>,
    /// How far the sweep is, while one goes on.
    pub sweeping: RwSignal<Option<SweepProgress>>,
    /// What the latest sweep on the present table has come to.
    pub swept: RwSignal<Option<SweepReport>>,
    /// The split that heads are looked at on.
    pub split: RwSignal<Split>,
    /// The rows that are picked.
    pub picked: RwSignal<Selection>,
    /// The latest learning-rate probe on the present table.
    pub probe: RwSignal<Option<ProbeReport>>,
    /// Whether the toy's plane is shown.
    pub is_toy_open: RwSignal<bool>,
    /// The latest drawing of the toy's plane.
    pub toy: RwSignal<Option<ToyReport>>,
    /// The latest thing that did not work.
    pub failure: RwSignal<Option<Failure>>,
    /// How saving goes: unknown, well, or why it does not.
    pub saving: RwSignal<Option<Option<String>>>,
    /// What was taken up from an earlier visit, until that is dismissed.
    pub taken_up: RwSignal<Option<TakenUp>>,
    /// The cell of the table that is pointed at.
    pub pointed: RwSignal<Option<Place>>,
    /// What is asked before the run is dropped: what was asked for, and what it costs.
    pub question: RwSignal<String>,
    /// What to do for each answer.
    pub(super) answers: StoredValue<Option<[Deed; 2]>, LocalStorage>,
    /// What the present table was read from, if this page read it.
    pub origin: RwSignal<Option<Asked>, LocalStorage>,
    /// The table that was asked for last, whether it could be read or not.
    pub asked: RwSignal<Option<Asked>, LocalStorage>,
    /// Whether a setting was changed since the run began, so that it can't go on with them.
    pub is_stale: RwSignal<bool>,
    pub(super) bridge: StoredValue<Option<Bridge>, LocalStorage>,
}

impl AppState {
    /// Without a worker, a table or a run.
    pub(super) fn new() -> Self {
        Self {
            device: RwSignal::new(None),
            reading: RwSignal::new(None),
            table: RwSignal::new(None),
            example: RwSignal::new(None),
            config: RwSignal::new(RunConfig::default()),
            model: RwSignal::new(None),
            problem: RwSignal::new(None),
            status: RwSignal::new(Status::Idle),
            step: RwSignal::new(0),
            latest: RwSignal::new(None),
            epochs: RwSignal::new(Vec::new()),
            conflict: RwSignal::new(None),
            report: RwSignal::new(None),
            comparing: RwSignal::new(None),
            sweep: RwSignal::new(SweepConfig::default()),
            sweeping: RwSignal::new(None),
            swept: RwSignal::new(None),
            split: RwSignal::new(Split::Test),
            picked: RwSignal::new(Selection::default()),
            probe: RwSignal::new(None),
            is_toy_open: RwSignal::new(false),
            toy: RwSignal::new(None),
            failure: RwSignal::new(None),
            saving: RwSignal::new(None),
            taken_up: RwSignal::new(None),
            pointed: RwSignal::new(None),
            question: RwSignal::new(String::new()),
            answers: StoredValue::new_local(None),
            origin: RwSignal::new_local(None),
            asked: RwSignal::new_local(None),
            is_stale: RwSignal::new(false),
            bridge: StoredValue::new_local(None),
        }
    }

    /// Takes in what the worker said; the only writer of results.
    pub fn apply(&self, event: Event) {
        match event {
            Event::Ready(device) => {
                self.reading.set(None);
                // It was only late.
                if self.status.get_untracked() == Status::Error {
                    self.status.set(Status::Idle);
                }
                self.recover(Stage::Worker);
                // One that went on was lost with the worker before.
                self.probe.set(None);
                self.sweeping.set(None);
                self.device.set(Some(device));
            }
            Event::Reading { name, read, total, done } => {
                self.reading.set(Some(Progress::of_table(&name, read, total, done)));
            }
            Event::Loaded(table) => {
                self.reading.set(None);
                self.recover(Stage::Data);
                self.probe.set(None);
                self.swept.set(None);
                if self.is_new(&table) {
                    // What it gives is not known yet, and another table's would be wrong.
                    self.model.set(None);
                    // Its rows are others.
                    self.picked.set(Selection::default());
                }
                self.table.set(Some(table));
            }
            Event::Configured { config, model, problem } => {
                self.recover(Stage::Configuration);
                if self.config.with_untracked(|before| *before != *config) {
                    self.is_stale.set(true);
                }
                self.config.set(*config);
                self.model.set(model);
                self.problem.set(problem);
            }
            Event::Status { status, step } => self.apply_status(status, step),
            Event::Step(report) => {
                self.step.set(report.step);
                self.latest.set(Some(report));
            }
            Event::Epoch(report) => {
                if let Some(conflict) = &report.conflict {
                    self.conflict.set(Some((report.epoch, conflict.clone())));
                }
                // A run that went back tells of epochs anew.
                self.epochs.update(|epochs| {
                    epochs.retain(|before| before.epoch < report.epoch);
                    epochs.push(report);
                });
            }
            Event::Finished(report) => self.report.set(Some(report)),
            Event::Comparing(progress) => self.comparing.set(progress),
            Event::Compared(report) => {
                self.comparing.set(None);
                self.report.set(Some(report));
            }
            Event::Sweeping(progress) => {
                if self.sweeping.with_untracked(Option::is_none) {
                    self.recover(Stage::Training);
                }
                self.sweeping.set(progress);
            }
            Event::Swept(report) => {
                if report.is_complete {
                    self.sweeping.set(None);
                }
                self.swept.set(Some(report));
            }
            Event::Predicted(_) => self.recover(Stage::Prediction),
            Event::Probed(report) => self.probe.set(Some(report)),
            Event::Toy(report) => self.toy.set(report),
            Event::Failed(mut failure) => {
                match failure.stage {
                    Stage::Configuration | Stage::Training | Stage::Data => {
                        failure.message = field::on_page(&failure.message);
                    }
                    Stage::Prediction => failure.message = field::of_one_row(&failure.message),
                    Stage::Worker => {}
                }
                if failure.stage == Stage::Data {
                    self.reading.set(None);
                }
                if failure.stage == Stage::Worker {
                    self.reading.set(None);
                    self.device.set(None);
                    self.status.set(Status::Error);
                }
                self.failure.set(Some(failure));
            }
            Event::Saved { problem } => self.saving.set(Some(problem)),
            Event::Restored { .. } | Event::Lost { .. } => {}
            Event::Looked(_) | Event::Report(_) | Event::Runs(_) | Event::Rows { .. } | Event::Keys(_) => {}
        }
    }

    fn apply_status(&self, status: Status, step: usize) {
        if step == 0 {
            self.is_stale.set(false);
        }
        match status {
            Status::Idle => {
                self.latest.set(None);
                self.epochs.set(Vec::new());
                self.conflict.set(None);
                self.report.set(None);
            }
            Status::Running => self.recover(Stage::Training),
            Status::Paused | Status::Done | Status::Error => {}
        }
        self.step.set(step);
        self.status.set(status);
    }

    /// A later success of the same stage makes a failure old news.
    pub fn recover(&self, stage: Stage) {
        if self.failure.with_untracked(|failure| failure.as_ref().is_some_and(|old| old.stage == stage)) {
            self.failure.set(None);
        }
    }

    /// Says that something on the page itself did not work.
    pub fn fail(&self, stage: Stage, message: String) {
        self.failure.set(Some(Failure { stage, message, place: None, remedy: None }));
    }

    /// Sends a command; what comes of it arrives through `apply`.
    pub fn send(&self, command: Command) {
        let Some(bridge) = self.bridge.get_value() else { return };
        spawn_local(async move {
            // A failure has been applied already, as every event is.
            let _ = bridge.ask(command, Vec::new()).await;
        });
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    /// Why there is none; `apply` has had it already.
    pub async fn ask(&self, command: Command) -> Result<Event, Failure> {
        let none = || Failure { stage: Stage::Worker, message: String::new(), place: None, remedy: None };
        self.bridge.get_value().ok_or_else(none)?.ask(command, Vec::new()).await
    }

    /// Changes part of the configuration.
    pub fn configure(&self, patch: Value) {
        self.send(Command::Configure(patch));
    }

    /// Gives a field of the configuration, by its dotted name, the value that was typed, or says why it can't have it.
    pub fn enter(&self, field: &str, typed: Result<Value, String>) {
        match typed {
            Ok(value) => self.configure(field.rsplit('.').fold(value, |inner, name| json!({name: inner}))),
            Err(message) => self.fail(Stage::Configuration, message),
        }
    }

    /// The tasks of the model, in task order; empty without a model.
    pub fn tasks(&self) -> Vec<TaskSummary> {
        self.model.with(|model| model.as_ref().map(|model| model.tasks.clone()).unwrap_or_default())
    }

    /// The tasks' names; changes only when they do.
    pub fn task_names(&self) -> Memo<Vec<String>> {
        let state = *self;
        Memo::new(move |_| state.tasks().into_iter().map(|task| task.name).collect())
    }

    /// A setting as text.
    pub fn setting(&self, read: fn(&RunConfig) -> String) -> Signal<String> {
        let config = self.config;
        Signal::derive(move || config.with(read))
    }

    /// Whether steps are being taken.
    pub fn is_running(&self) -> bool {
        self.status.get() == Status::Running
    }
}
