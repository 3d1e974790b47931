//! What the page knows: signals that only `apply` writes, and the commands that panels send.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::config::RunConfig;
use crate::protocol::{Command, Event, Failure, LoadRequest, MakeRequest, Stage};
use crate::report::{
    Conflict, DeviceInfo, EpochReport, HeadOutput, ModelSummary, RunReport, Status, StepReport, TaskSummary,
    ToyReport,
};
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::split::Split;
use crate::schema::warning::Place;
use crate::table::gallery::{Benchmark, EXAMPLES, Example, Source};
use crate::table::join::Key;
use crate::table::summary::TableSummary;
use crate::ui::origin::{Asked, Origin};
use crate::ui::panel::Progress;
use crate::web::bridge::Bridge;
use crate::web::frame::Frame;

/// How long values of a running run are gathered before they are shown.
const GATHER: Duration = Duration::from_millis(100);

/// Every signal of the page; copied freely.
#[derive(Clone, Copy)]
pub struct AppState {
    /// Where models train; unknown until the worker is up.
    pub device: RwSignal<Option<DeviceInfo>>,
    /// How far a table is read that takes a while.
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
    /// The split that heads are looked at on.
    pub split: RwSignal<Split>,
    /// What every head says about that split, in task order; empty without a model.
    pub heads: RwSignal<Vec<HeadOutput>>,
    /// Whether the toy's plane is shown.
    pub is_toy_open: RwSignal<bool>,
    /// The latest drawing of the toy's plane.
    pub toy: RwSignal<Option<ToyReport>>,
    /// The latest thing that did not work.
    pub failure: RwSignal<Option<Failure>>,
    /// The cell of the table that is pointed at.
    pub pointed: RwSignal<Option<Place>>,
    /// What the present table was read from.
    origin: RwSignal<Option<Asked>, LocalStorage>,
    /// The table that was asked for last, whether it could be read or not.
    pub asked: RwSignal<Option<Asked>, LocalStorage>,
    bridge: StoredValue<Option<Bridge>, LocalStorage>,
}

impl AppState {
    /// Starts the worker and, in a frame, serves the page around.
    pub fn start() -> Self {
        let state = Self {
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
            split: RwSignal::new(Split::Test),
            heads: RwSignal::new(Vec::new()),
            is_toy_open: RwSignal::new(false),
            toy: RwSignal::new(None),
            failure: RwSignal::new(None),
            pointed: RwSignal::new(None),
            origin: RwSignal::new_local(None),
            asked: RwSignal::new_local(None),
            bridge: StoredValue::new_local(None),
        };
        let frame = Frame::find();
        let gatherer = Gatherer { state, frame: frame.clone(), waiting: Rc::default() };
        match Bridge::start(move |event| gatherer.take(event)) {
            Ok(bridge) => {
                state.bridge.set_value(Some(bridge.clone()));
                if let Some(frame) = frame {
                    frame.serve(bridge);
                }
            }
            Err(message) => state.fail(Stage::Worker, message),
        }
        state
    }

    /// Takes in what the worker said; the only writer of results.
    fn apply(&self, event: Event) {
        match event {
            Event::Ready(device) => self.device.set(Some(device)),
            Event::Reading { name, read, total, done } => {
                self.reading.set(Some(Progress { name, read, total, done }));
            }
            Event::Loaded(table) => {
                self.reading.set(None);
                self.recover(Stage::Data);
                self.table.set(Some(table));
            }
            Event::Configured { config, model, problem } => {
                self.recover(Stage::Configuration);
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
                self.epochs.update(|epochs| epochs.push(report));
            }
            Event::Finished(report) => self.report.set(Some(report)),
            Event::Heads { heads, .. } => self.heads.set(heads),
            Event::Predicted(_) => self.recover(Stage::Prediction),
            Event::Toy(report) => self.toy.set(report),
            Event::Failed(failure) => {
                if failure.stage == Stage::Data {
                    self.reading.set(None);
                }
                if failure.stage == Stage::Worker {
                    self.device.set(None);
                    self.status.set(Status::Error);
                }
                self.failure.set(Some(failure));
            }
            Event::Report(_) | Event::Rows { .. } | Event::Keys(_) => {}
        }
    }

    fn apply_status(&self, status: Status, step: usize) {
        match status {
            Status::Idle => {
                self.latest.set(None);
                self.epochs.set(Vec::new());
                self.conflict.set(None);
                self.report.set(None);
                self.heads.set(Vec::new());
            }
            Status::Running => self.recover(Stage::Training),
            Status::Paused | Status::Done | Status::Error => {}
        }
        self.step.set(step);
        self.status.set(status);
    }

    /// A later success of the same stage makes a failure old news.
    fn recover(&self, stage: Stage) {
        if self.failure.with_untracked(|failure| failure.as_ref().is_some_and(|old| old.stage == stage)) {
            self.failure.set(None);
        }
    }

    /// Says that something on the page itself did not work.
    pub fn fail(&self, stage: Stage, message: String) {
        self.failure.set(Some(Failure { stage, message, place: None }));
    }

    /// Sends a command; what comes of it arrives through `apply`.
    pub fn send(&self, command: Command) {
        let Some(bridge) = self.bridge.get_value() else { return };
        spawn_local(async move {
            // A failure has been applied already, as every event is.
            let _ = bridge.ask(command, Vec::new()).await;
        });
    }

    /// Sends a command and waits for its answer; `None` if it failed.
    pub async fn ask(&self, command: Command) -> Option<Event> {
        let bridge = self.bridge.get_value()?;
        bridge.ask(command, Vec::new()).await.ok()
    }

    /// Changes part of the configuration.
    pub fn configure(&self, patch: Value) {
        self.send(Command::Configure(patch));
    }

    /// Loads a table, or says why it could not be had.
    pub fn load(&self, origin: Origin) {
        let request = origin.request();
        self.read(origin.into(), request);
    }

    /// The columns that files could be joined by, the best first; `None` where they can't be read, which is said.
    pub async fn keys(&self, origin: Origin) -> Option<Vec<Key>> {
        let bridge = self.bridge.get_value()?;
        let mut request = origin.request();
        match origin.bytes_for(&mut request).await {
            Ok(files) => match bridge.ask(Command::Keys(request), files).await {
                Ok(Event::Keys(keys)) => Some(keys),
                Ok(_) | Err(_) => None,
            },
            Err(message) => {
                self.fail(Stage::Data, message);
                None
            }
        }
    }

    /// Whether the present table can be read again.
    pub fn can_reread(&self) -> bool {
        let name = self.table.with(|table| table.as_ref().map(|table| table.name.clone()));
        // A page around this one may have brought another table since.
        self.origin.with(|asked| asked.as_ref().map(|asked| asked.origin.name()) == name && name.is_some())
    }

    /// Reads the present table again with other marks of cells without a value; what was chosen for its columns stays.
    pub fn reread(&self, missing_marks: Vec<String>) {
        if let Some(asked) = self.origin.get_untracked() {
            self.read_again(Asked { marks: Some(missing_marks), ..asked });
        }
    }

    /// Reads the table that was asked for last in another way; what was chosen for its columns stays.
    pub fn reread_as(&self, reading: ReadingChoice) {
        if let Some(asked) = self.asked.get_untracked() {
            self.read_again(Asked { reading, ..asked });
        }
    }

    /// Whether the table that was asked for last is the present one, so that what was found in it is known.
    pub fn is_read(&self) -> bool {
        self.can_reread() && self.asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.is_read))
    }

    fn read_again(&self, asked: Asked) {
        let mut request = asked.origin.request();
        request.missing_marks = asked.marks.clone();
        request.reading = asked.reading.clone();
        let name = Some(asked.origin.name());
        request.keeps_choices = untrack(|| self.can_reread())
            && self.origin.with_untracked(|origin| origin.as_ref().map(|asked| asked.origin.name()) == name);
        self.read(asked, request);
    }

    /// Opens an example by its key.
    pub fn load_example(&self, key: &str) {
        let Some(example) = EXAMPLES.iter().find(|example| example.key == key) else {
            let known: Vec<_> = EXAMPLES.iter().map(|example| example.key).collect();
            let message = format!("there is no example “{key}”; known are: {}", known.join(", "));
            return self.fail(Stage::Data, message);
        };
        self.is_toy_open.set(example.source == Source::Toy);
        match example.source {
            Source::File(_) => self.load(Origin::Example(example)),
            Source::Made(benchmark) => self.make(example, benchmark),
            Source::Toy => {
                if self.table.with_untracked(Option::is_none) {
                    // So that there is one below.
                    if let Some(first) = EXAMPLES.first() {
                        self.load(Origin::Example(first));
                    }
                }
            }
        }
    }

    fn make(&self, example: &'static Example, benchmark: Benchmark) {
        let seed = self.config.with_untracked(|config| config.seed);
        let make = Command::Make(MakeRequest { name: example.title.into(), benchmark, seed });
        let state = *self;
        self.bridge.with_value(|bridge| bridge.iter().for_each(|bridge| drop(bridge.next_table())));
        spawn_local(async move {
            if state.ask(make).await.is_some() {
                state.example.set(Some(example));
            }
        });
    }

    fn read(&self, mut asked: Asked, mut request: LoadRequest) {
        let state = *self;
        let Some(bridge) = state.bridge.get_value() else { return };
        let turn = bridge.next_table();
        spawn_local(async move {
            let files = asked.origin.bytes_for(&mut request).await;
            if !turn.is_latest() {
                return;
            }
            match files {
                Ok(files) => {
                    asked.is_read = bridge.ask(Command::Load(request), files).await.is_ok();
                    if asked.is_read {
                        state.example.set(asked.origin.example());
                        state.origin.set(Some(asked.clone()));
                    }
                    // What could not be read may be once something is chosen.
                    state.asked.set(Some(asked));
                }
                Err(message) => state.fail(Stage::Data, message),
            }
        });
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

/// Passes events to the state: those of a running run in bundles, so that drawing keeps up; all others at once.
struct Gatherer {
    state: AppState,
    frame: Option<Frame>,
    waiting: Rc<RefCell<Vec<Event>>>,
}

impl Gatherer {
    fn take(&self, event: Event) {
        if let Some(frame) = &self.frame {
            frame.forward(&event);
        }
        let is_frequent = matches!(event, Event::Step(_) | Event::Epoch(_));
        let is_first = self.waiting.borrow().is_empty();
        self.waiting.borrow_mut().push(event);
        if !is_frequent {
            release(self.state, &self.waiting);
        } else if is_first {
            let (state, waiting) = (self.state, self.waiting.clone());
            set_timeout(move || release(state, &waiting), GATHER);
        }
    }
}

fn release(state: AppState, waiting: &RefCell<Vec<Event>>) {
    // Views are redrawn once after all of them, not after each.
    for event in waiting.take() {
        state.apply(event);
    }
}
