//! The only words that page and worker share: requests one way, messages the other.

mod load;
mod look;
mod restored;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{RunConfig, SweepConfig};
use crate::figure::Drawn;
use crate::gain::Group;
use crate::report::{
    ComparisonProgress, DeviceInfo, EpochReport, ModelSummary, ProbeReport, RunReport, Status, StepReport,
    SweepProgress, SweepReport, ToyReport,
};
use crate::schema::choice::ColumnChoice;
use crate::schema::row::Row;
use crate::schema::warning::Place;
use crate::table::join::Key;
use crate::table::summary::TableSummary;
pub use crate::task::Answer;
use crate::weighting::WeightingKind;
pub use load::{JoinRequest, LoadRequest, MakeRequest};
pub use look::{Look, LookRequest};
pub use restored::{Restored, RestoredRun, RestoredSweep};

/// A command with the number its answer will carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the sender.
    pub id: u32,
    /// What to do.
    pub command: Command,
}

/// What the page asks of the worker. Each is answered by exactly one message with its id, named in brackets, or by `Failed`.
/// While a table is read, all but [`Command::CancelLoad`] wait for its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Command {
    /// Read a table [`Event::Loaded`]. What was loaded before stays if this fails.
    Load(LoadRequest),
    /// Find the columns that several files could be joined by [`Event::Keys`].
    Keys(LoadRequest),
    /// End the reading of a table [`Event::Status`]. Whoever asked for it is told, and what was loaded before stays.
    CancelLoad,
    /// Draw a table on the spot [`Event::Loaded`]. What was loaded before stays if this fails.
    Make(MakeRequest),
    /// Change roles or types of columns, all of them or none [`Event::Loaded`].
    SetColumns(Vec<ColumnChoice>),
    /// Rows of the table as they were read [`Event::Rows`].
    Rows {
        /// The first data row, from 0.
        first: usize,
        /// How many, at most [`MOST_ROWS`].
        count: usize,
    },
    /// Merge a partial configuration into the current one [`Event::Configured`].
    Configure(Value),
    /// Start a run from fresh parameters, or go on with a paused one [`Event::Finished`, once it ends].
    Train {
        /// Replaces the configuration's number of epochs.
        epochs: Option<usize>,
    },
    /// Wait after the current step [`Event::Status`].
    Pause,
    /// Go on [`Event::Status`].
    Resume,
    /// Take exactly this many steps, then wait [`Event::Status`]; starts a run if there is none.
    Step {
        /// Steps to take.
        count: usize,
    },
    /// End the run and report it [`Event::Status`].
    Stop,
    /// Forget the run: step 0, fresh parameters [`Event::Status`].
    Reset,
    /// Answer for raw rows with the latest parameters, or with those of an ended run [`Event::Predicted`].
    Predict {
        /// Which run; none for the one that answers now.
        #[serde(default)]
        run: Option<u32>,
        /// One object a row; a missing input is imputed.
        rows: Vec<Row>,
    },
    /// Draw a view of one head or of all [`Event::Looked`].
    Look(LookRequest),
    /// The report of a run [`Event::Report`].
    Report {
        /// Which run; none for the one that answers now.
        #[serde(default)]
        run: Option<u32>,
    },
    /// All runs on the present table that have ended [`Event::Runs`].
    Runs,
    /// Compare the run that answers with models of one task alone, linear models and trees [`Event::Compared`, once it ends].
    Compare {
        /// Trainings of each model; the configuration's number if none. Those that are there already are not repeated.
        seeds: Option<usize>,
    },
    /// Train groups of tasks as one model each, and compare them with the run that answers and with models of one task alone
    /// [`Event::Compared`, once it ends].
    CompareGrouping {
        /// Groups that answer each task once; tasks by their indices in task order.
        groups: Vec<Group>,
        /// As for [`Self::Compare`].
        seeds: Option<usize>,
    },
    /// End a comparison [`Event::Status`]. Whoever waits for it is told.
    CancelComparison,
    /// Train several configurations, each with several seeds, one after the other with the same splits and the same number of epochs
    /// [`Event::Swept`, once the best one on validation rows is scored on test rows]. It waits while a run goes on, and goes on with
    /// the configuration that it began with.
    Sweep(SweepConfig),
    /// Let a sweep wait after its current step [`Event::Status`].
    PauseSweep,
    /// Go on with a sweep [`Event::Status`].
    ResumeSweep,
    /// End a sweep [`Event::Status`]. Whoever waits for it is told; what it has come to is said once more.
    CancelSweep,
    /// Let an ended run answer again [`Event::Finished`]; what is under way must be paused, and is given up.
    Recall {
        /// Which run.
        run: u32,
    },
    /// Take up what the store holds of an earlier visit [`Event::Restored`]; a run that was under way waits. Unasked events tell of table,
    /// configuration and runs before.
    Restore,
    /// Delete all that the store holds [`Event::Restored`, with nothing]; what the session holds stays until it ends.
    Forget,
    /// Look for a learning rate: a fresh model is trained for up to 100 steps at growing rates [`Event::Probed`]. Another such command, a
    /// run, or a change of table or configuration ends it, answered as far as it got.
    Probe,
    /// End the probe [`Event::Status`]. Whoever asked for it is answered as far as it got.
    CancelProbe,
    /// Follow a weighting over two losses on a plane [`Event::Toy`]. Another such command ends this one, answered as far as it got.
    Toy {
        /// One of [`ToyReport::weightings`]; none only ends what is being drawn.
        weighting: Option<WeightingKind>,
    },
}

/// Most rows of a table that one answer holds.
pub const MOST_ROWS: usize = 500;

/// A run that has ended, with what it was trained by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunEntry {
    /// Its number, from 1.
    pub run: u32,
    /// Its configuration.
    pub config: RunConfig,
    /// What came of it.
    pub report: RunReport,
}

/// One answer per task, by task name.
pub type Prediction = BTreeMap<String, Answer>;

/// An event, with the id of the request it answers, if it answers one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The request's id.
    pub reply: Option<u32>,
    /// What happened.
    pub event: Event,
}

/// What the worker tells the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::large_enum_variant, reason = "events go one by one, and the largest only after a choice")]
pub enum Event {
    /// The worker is up; said first and once.
    Ready(DeviceInfo),
    /// How far a table is read: said unasked some times a second, and not at all of one that is read sooner.
    Reading {
        /// File or example name.
        name: String,
        /// Bytes of its text read so far.
        read: usize,
        /// All of them.
        total: usize,
        /// Share of all work, from 0 to 1: what the columns hold is found once the text is read, and takes about as long.
        done: f64,
    },
    /// A table is loaded, or its columns changed.
    Loaded(TableSummary),
    /// The columns that files could be joined by, the best first.
    Keys(Vec<Key>),
    /// Rows of the table as they were read, fewer than asked for at its end.
    Rows {
        /// The first of them, a data row from 0.
        first: usize,
        /// One string a cell, in the order of the columns.
        rows: Vec<Vec<String>>,
    },
    /// The whole, validated configuration, and the model it gives. Also sent unasked after `Loaded`.
    Configured {
        /// Every field; in a box, since it is far larger than what other events hold.
        config: Box<RunConfig>,
        /// `null` where the data gives no model yet; the reason is in `problem`.
        model: Option<ModelSummary>,
        /// What stands in the way of training, as a sentence.
        problem: Option<String>,
    },
    /// What the session is doing.
    Status {
        /// Now.
        status: Status,
        /// Steps taken by the current run.
        step: usize,
    },
    /// Latest values of a running run.
    Step(StepReport),
    /// An epoch ended.
    Epoch(EpochReport),
    /// A run ended.
    Finished(RunReport),
    /// The latest report, or `null` before the first.
    Report(Option<RunReport>),
    /// How far a comparison is, or `null` where one was given up; unasked, now and then.
    Comparing(Option<ComparisonProgress>),
    /// The report of a run with what came of its comparison; also unasked.
    Compared(RunReport),
    /// How far a sweep is, or `null` where one was given up; unasked, now and then.
    Sweeping(Option<SweepProgress>),
    /// What a sweep has come to: also unasked, and where it is paused or cancelled before it is complete.
    Swept(SweepReport),
    /// The runs that have ended, in their order.
    Runs(Vec<RunEntry>),
    /// What was taken up from an earlier visit.
    Restored {
        /// The project that is kept for the next visit; `null` where nothing is.
        project: Option<String>,
        /// What there was.
        restored: Option<Restored>,
    },
    /// How saving goes, unasked, when that changes.
    Saved {
        /// Why it does not, as a clause; `null` where it does.
        problem: Option<String>,
    },
    /// The device computes no more, and another worker is to take this one's place.
    Lost {
        /// Why, as a clause.
        reason: String,
    },
    /// Answers, one per row.
    Predicted(Vec<Prediction>),
    /// A view.
    Looked(Drawn),
    /// How the loss went as the learning rate grew; also sent unasked while the probe goes on.
    Probed(ProbeReport),
    /// Two losses on a plane, or `null` where no weighting was named; also sent unasked while the paths grow.
    Toy(Option<ToyReport>),
    /// Something did not work.
    Failed(Failure),
}

/// What did not work, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Where.
    pub stage: Stage,
    /// A sentence that says what, where and what to do.
    pub message: String,
    /// The cell of the loaded table that shows it, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// A change of the configuration that may mend it, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Value>,
}

/// Where something did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading or describing a table.
    Data,
    /// Checking a configuration.
    Configuration,
    /// Training.
    Training,
    /// Predicting.
    Prediction,
    /// The worker or its device.
    Worker,
}
