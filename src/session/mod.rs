//! One session: requests in, messages out; owns the table, the configuration and the run, and knows no browser.

mod loading;
mod run;
mod table;
mod toy;

use std::collections::VecDeque;
use std::rc::Rc;

use burn::tensor::Device;
use futures::{FutureExt as _, Stream, StreamExt as _};
use serde_json::Value;

use crate::config::RunConfig;
use crate::data::dataset::Dataset;
use crate::protocol::{Command, Event, Failure, MakeRequest, Message, Request, Stage};
use crate::report::{DeviceInfo, HeadOutput, Status};
use crate::schema::row::Row;
use crate::schema::split::Split;
use crate::synthetic;
use crate::table::Table;
use loading::Loading;
use run::{Advance, Run};
use table::NO_TABLE;
use toy::Drawing;

/// What a session needs from the place it runs in: a clock, a way out for messages, and a pause for others to speak.
pub trait Host {
    /// Seconds since some fixed moment.
    fn now(&self) -> f64;
    /// Sends a message to the page.
    fn emit(&self, message: Message);
    /// Lets waiting requests arrive.
    fn breathe(&self) -> impl Future<Output = ()>;
}

/// Seconds of training after which requests are let in; a longer step lets them in at its end.
const BREATH: f64 = 0.01;

/// Serves requests until the stream ends. Says `Ready` first.
pub async fn serve<H: Host>(
    mut requests: impl Stream<Item = Request> + Unpin,
    host: H,
    device: Device,
    info: DeviceInfo,
) {
    host.emit(Message { reply: None, event: Event::Ready(info.clone()) });
    let mut session = Session::new(host, device, info);
    let mut last_breath = session.host.now();
    loop {
        let request = if let Some(request) = session.next_held_back() {
            Some(request)
        } else if session.is_busy() {
            if session.host.now() - last_breath >= BREATH {
                session.host.breathe().await;
                last_breath = session.host.now();
            }
            match requests.next().now_or_never() {
                Some(None) => return,
                Some(request) => request,
                None => None,
            }
        } else {
            match requests.next().await {
                Some(request) => Some(request),
                None => return,
            }
        };
        match request {
            Some(request) if session.must_wait(&request) => session.held_back.push_back(request),
            Some(request) => session.handle(request).await,
            None => session.advance().await,
        }
    }
}

struct Session<H> {
    host: H,
    device: Device,
    info: DeviceInfo,
    table: Option<Table>,
    config: RunConfig,
    /// What table and configuration give; made when first asked for.
    dataset: Option<Result<Rc<Dataset>, String>>,
    run: Option<Run>,
    /// Whether data or configuration changed since the run began.
    is_stale: bool,
    run_count: u32,
    drawing: Option<Drawing>,
    loading: Option<Loading>,
    /// What was asked while a table was read, and waits for its end.
    held_back: VecDeque<Request>,
}

impl<H: Host> Session<H> {
    fn new(host: H, device: Device, info: DeviceInfo) -> Self {
        Self {
            host,
            device,
            info,
            table: None,
            config: RunConfig::default(),
            dataset: None,
            run: None,
            is_stale: false,
            run_count: 0,
            drawing: None,
            loading: None,
            held_back: VecDeque::new(),
        }
    }

    fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.status == Status::Running)
    }

    /// Whether there is something to go on with.
    fn is_busy(&self) -> bool {
        self.is_running() || self.drawing.is_some() || self.loading.is_some()
    }

    fn emit(&self, reply: Option<u32>, event: Event) {
        self.host.emit(Message { reply, event });
    }

    fn fail(&self, reply: Option<u32>, stage: Stage, message: impl ToString) {
        self.emit(reply, Event::Failed(Failure { stage, message: message.to_string(), place: None }));
    }

    async fn handle(&mut self, request: Request) {
        let id = request.id;
        match request.command {
            Command::Load(load) => self.load(id, load),
            Command::Keys(load) => self.keys(id, &load),
            Command::CancelLoad => self.cancel_load(id),
            Command::Make(MakeRequest { name, benchmark, seed }) => {
                self.take(id, synthetic::table(&name, benchmark, seed));
            }
            Command::SetColumns(choices) => self.set_columns(id, &choices),
            Command::Rows { first, count } => self.rows(id, first, count),
            Command::Configure(patch) => self.configure(id, &patch),
            Command::Train { epochs } => self.train(id, epochs),
            Command::Pause => self.pause(id),
            Command::Resume => self.resume(id),
            Command::Step { count } => self.step(id, count),
            Command::Stop => self.stop(id).await,
            Command::Reset => self.reset(id),
            Command::Predict { rows } => self.predict(id, &rows).await,
            Command::Heads { split } => self.heads(id, split).await,
            Command::Toy { weighting } => self.draw(id, weighting),
            Command::Report => {
                let report = self.run.as_ref().and_then(|run| run.report.clone());
                self.emit(Some(id), Event::Report(report));
            }
        }
    }

    fn configure(&mut self, id: u32, patch: &Value) {
        match self.config.merged(patch) {
            Ok(config) => {
                if !config.gives_same_data(&self.config) {
                    self.dataset = None;
                }
                self.is_stale |= config != self.config;
                self.config = config;
                self.describe(Some(id));
            }
            Err(error) => self.fail(Some(id), Stage::Configuration, error),
        }
    }

    /// A fresh run, waiting at step 0.
    fn begin(&mut self, config: RunConfig) -> Result<(), (Stage, String)> {
        let dataset = self.plan(&config)?;
        self.drop_run("another run was started");
        self.run_count += 1;
        self.is_stale = false;
        let Some(table) = &self.table else { return Err((Stage::Data, NO_TABLE.into())) };
        self.run = Some(Run::new(self.run_count, dataset, table, config, &self.device, self.host.now()));
        Ok(())
    }

    /// Whether the present run can still take steps with the present configuration.
    fn can_go_on(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.status == Status::Paused) && !self.is_stale
    }

    fn train(&mut self, id: u32, epochs: Option<usize>) {
        if self.is_running() {
            let message = "a run is going on: pause or stop it before starting another";
            return self.fail(Some(id), Stage::Training, message);
        }
        if epochs.is_some() || !self.can_go_on() {
            let mut config = self.config.clone();
            config.epochs = epochs.unwrap_or(config.epochs);
            let begun = config.validate().map_err(|error| (Stage::Configuration, error.to_string()));
            if let Err((stage, message)) = begun.and_then(|()| self.begin(config)) {
                return self.fail(Some(id), stage, message);
            }
        }
        self.go(None);
        if let Some(run) = &mut self.run {
            run.waiting_for_end.push(id);
        }
        self.tell_status(None);
    }

    /// Sets the present run in motion, for good or for a number of steps.
    fn go(&mut self, steps: Option<usize>) {
        let now = self.host.now();
        if let Some(run) = &mut self.run {
            run.go(now, steps);
        }
    }

    fn pause(&mut self, id: u32) {
        let now = self.host.now();
        if let Some(run) = &mut self.run {
            run.pause(now);
        }
        self.tell_status(Some(id));
    }

    fn resume(&mut self, id: u32) {
        if self.run.as_ref().is_some_and(|run| run.status == Status::Paused) {
            self.go(None);
        }
        self.tell_status(Some(id));
    }

    fn step(&mut self, id: u32, count: usize) {
        if self.is_running() {
            let message = "a run is going on: pause it before taking single steps";
            return self.fail(Some(id), Stage::Training, message);
        }
        if !self.can_go_on()
            && let Err((stage, message)) = self.begin(self.config.clone())
        {
            return self.fail(Some(id), stage, message);
        }
        if count == 0 {
            return self.tell_status(Some(id));
        }
        self.go(Some(count));
        if let Some(run) = &mut self.run {
            run.waiting_for_steps = Some(id);
        }
        self.tell_status(None);
    }

    async fn stop(&mut self, id: u32) {
        if self.run.as_ref().is_some_and(|run| !run.is_over()) {
            self.end("it was stopped".into()).await;
        }
        self.tell_status(Some(id));
    }

    fn reset(&mut self, id: u32) {
        self.drop_run("the run was reset");
        self.tell_status(Some(id));
    }

    /// Forgets the run; whoever waits for it is told why.
    fn drop_run(&mut self, reason: &str) {
        let Some(run) = self.run.take() else { return };
        for id in run.waiting() {
            let message = format!("training did not end, because {reason}");
            self.fail(Some(id), Stage::Training, message);
        }
        self.tell_status(None);
    }

    fn tell_status(&self, reply: Option<u32>) {
        let (status, step) = match &self.run {
            Some(run) => (run.status, run.trainer.step_count()),
            None => (Status::Idle, 0),
        };
        self.emit(reply, Event::Status { status, step });
    }

    /// Goes on with whatever is under way.
    async fn advance(&mut self) {
        if self.loading.is_some() {
            return self.load_on();
        }
        let is_running = self.is_running();
        self.draw_on(!is_running);
        if is_running {
            self.advance_run().await;
        }
    }

    /// One step of the present run, and what follows from it.
    async fn advance_run(&mut self) {
        let Some(run) = &mut self.run else { return };
        match run.advance(&self.host).await {
            Ok(Advance::Goes) => {}
            Ok(Advance::Waits) => {
                let reply = run.waiting_for_steps.take();
                self.tell_status(reply);
            }
            Ok(Advance::Ends(why)) => self.end(why).await,
            Err(error) => self.break_off(error.to_string()),
        }
    }

    async fn end(&mut self, why: String) {
        let Some(run) = &mut self.run else { return };
        let now = self.host.now();
        match run.end(why, &self.info, now).await {
            Ok(report) => {
                let waiting = run.waiting();
                run.waiting_for_end.clear();
                let steps = run.waiting_for_steps.take();
                for id in waiting.into_iter().filter(|id| Some(*id) != steps) {
                    self.emit(Some(id), Event::Finished(report.clone()));
                }
                self.emit(None, Event::Finished(report));
                self.tell_status(steps);
            }
            Err(error) => self.break_off(error.to_string()),
        }
    }

    /// A failure ends the run; whoever waits for it is told.
    fn break_off(&mut self, message: String) {
        let Some(run) = &mut self.run else { return };
        run.status = Status::Error;
        let waiting = run.waiting();
        run.waiting_for_end.clear();
        run.waiting_for_steps = None;
        for id in waiting {
            self.fail(Some(id), Stage::Training, &message);
        }
        self.fail(None, Stage::Training, message);
        self.tell_status(None);
    }

    async fn predict(&mut self, id: u32, rows: &[Row]) {
        let Some(run) = &self.run else {
            return self.fail(Some(id), Stage::Prediction, "there is no model yet: train one first");
        };
        match run.predict(rows).await {
            Ok(predictions) => self.emit(Some(id), Event::Predicted(predictions)),
            Err(message) => self.fail(Some(id), Stage::Prediction, message),
        }
    }

    async fn heads(&mut self, id: u32, split: Split) {
        let Some(run) = &self.run else {
            return self.fail(Some(id), Stage::Prediction, "there is no model yet: train one first");
        };
        let heads: Result<Vec<HeadOutput>, _> = run.heads(split).await;
        match heads {
            Ok(heads) => self.emit(Some(id), Event::Heads { split, heads }),
            Err(error) => self.fail(Some(id), Stage::Prediction, error),
        }
    }
}
