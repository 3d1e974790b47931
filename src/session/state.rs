//! What a session holds, and how it speaks: the parts that every kind of request needs.

use std::collections::VecDeque;
use std::rc::Rc;

use burn::tensor::Device;

use super::comparison::Queue;
use super::drawing::Drawing;
use super::ended::Ended;
use super::host::Host;
use super::loading::Loading;
use super::looking::Answers;
use super::probing::Probing;
use super::run::Run;
use super::store::{Saver, Source};
use super::sweep::Sweep;
use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::protocol::{Event, Failure, Message, Request, Stage};
use crate::report::{Backend, DeviceInfo, Status};
use crate::table::Table;
use crate::train::TrainingError;

/// The sentence where a request needs a table.
pub const NO_TABLE: &str = "no table is loaded: load one first";

/// One session: its table, its configuration, and what is under way.
pub struct Session<H> {
    pub(super) host: H,
    pub(super) device: Device,
    pub(super) info: DeviceInfo,
    pub(super) table: Option<Table>,
    /// Where it came from.
    pub(super) source: Option<Source>,
    /// Tables so far.
    pub(super) table_count: u32,
    pub(super) config: RunConfig,
    /// What table and configuration give; made when first asked for.
    pub(super) dataset: Option<Result<Rc<Dataset>, String>>,
    /// The run that goes on, waits or failed.
    pub(super) run: Option<Run>,
    /// Runs on the present table that have ended, in their order.
    pub(super) ended: Vec<Ended>,
    /// The number of the one that answers.
    pub(super) answering: Option<u32>,
    /// A model as the next run will begin with it, if it was looked at.
    pub(super) fresh: Option<Run>,
    /// Whether data or configuration changed since the run began.
    pub(super) is_stale: bool,
    pub(super) run_count: u32,
    /// What the run that answers is being compared with.
    pub(super) comparison: Option<Queue>,
    /// Several configurations that are trained one after the other.
    pub(super) sweep: Option<Sweep>,
    /// What all heads answered to the rows that were looked at last.
    pub(super) answers: Option<Rc<Answers>>,
    pub(super) drawing: Option<Drawing>,
    pub(super) probing: Option<Probing>,
    pub(super) loading: Option<Loading>,
    /// What of all this is in the store.
    pub(super) saver: Saver,
    /// What was asked while a table was read, and waits for its end.
    pub(super) held_back: VecDeque<Request>,
}

impl<H: Host> Session<H> {
    pub(super) fn new(host: H, device: Device, info: DeviceInfo) -> Self {
        Self {
            host,
            device,
            info,
            table: None,
            source: None,
            table_count: 0,
            config: RunConfig::default(),
            dataset: None,
            run: None,
            ended: Vec::new(),
            answering: None,
            fresh: None,
            is_stale: false,
            run_count: 0,
            comparison: None,
            sweep: None,
            answers: None,
            drawing: None,
            probing: None,
            loading: None,
            saver: Saver::default(),
            held_back: VecDeque::new(),
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.status == Status::Running)
    }

    /// Whether there is something to go on with.
    pub(super) fn is_busy(&self) -> bool {
        self.is_running()
            || self.comparison.is_some()
            || self.sweep.as_ref().is_some_and(|sweep| !sweep.is_paused())
            || self.drawing.is_some()
            || self.probing.is_some()
            || self.loading.is_some()
    }

    pub(super) fn emit(&self, reply: Option<u32>, event: Event) {
        self.host.emit(Message { reply, event });
    }

    pub(super) fn fail(&self, reply: Option<u32>, stage: Stage, message: impl ToString) {
        self.emit(
            reply,
            Event::Failed(Failure { stage, message: message.to_string(), place: None, remedy: None }),
        );
    }

    /// Whether an error says that the GPU is lost, which is told: nothing that is on it can be had any more.
    pub(super) fn is_lost(&self, error: &TrainingError) -> bool {
        match error {
            TrainingError::Device(reason) if self.info.backend == Backend::Webgpu => {
                self.emit(None, Event::Lost { reason: format!("the GPU stopped computing: {reason}") });
                true
            }
            TrainingError::Device(_) | TrainingError::NotFinite { .. } => false,
        }
    }

    /// Forgets the run, and that an ended one answers; whoever waits for it is told why.
    pub(super) fn drop_run(&mut self, reason: &str) {
        self.drop_comparison(reason);
        let (run, answering) = (self.run.take(), self.answering.take());
        if run.is_none() && answering.is_none() {
            return;
        }
        for id in run.iter().flat_map(Run::waiting) {
            let message = format!("training did not end, because {reason}");
            self.fail(Some(id), Stage::Training, message);
        }
        self.tell_status(None);
    }

    pub(super) fn tell_status(&self, reply: Option<u32>) {
        let (status, step) = match &self.run {
            Some(run) => (run.status, run.trainer.step_count()),
            None => match self.ended(None) {
                Some(ended) => (Status::Done, ended.report.steps),
                None => (Status::Idle, 0),
            },
        };
        self.emit(reply, Event::Status { status, step });
    }
}
