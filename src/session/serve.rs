//! The session's loop: takes requests, lets each be done where it belongs, and goes on with what is under way in between.

use burn::tensor::Device;
use futures::{FutureExt as _, Stream, StreamExt as _};
use serde_json::Value;

use super::comparison::Queue;
use super::host::{BREATH, Host};
use super::state::Session;
use super::store::Source;
use crate::protocol::{Command, Event, MakeRequest, Message, Request, Stage};
use crate::report::DeviceInfo;
use crate::synthetic;

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
            Some(request) => {
                session.handle(request).await;
                session.save(false).await;
            }
            None => {
                let before = session.milestones();
                session.advance().await;
                session.save(session.milestones() == before).await;
            }
        }
    }
}

impl<H: Host> Session<H> {
    async fn handle(&mut self, request: Request) {
        let id = request.id;
        match request.command {
            Command::Load(load) => self.load(id, load).await,
            Command::Keys(load) => self.keys(id, &load),
            Command::CancelLoad => self.cancel_load(id),
            Command::Make(MakeRequest { name, benchmark, seed }) => {
                let source = Source::Made(MakeRequest { name: name.clone(), benchmark, seed });
                self.take(Some(id), synthetic::table(&name, benchmark, seed), source);
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
            Command::Predict { run, rows } => self.predict(id, run, &rows).await,
            Command::Look(request) => self.look(id, request).await,
            Command::Probe => self.probe(id),
            Command::CancelProbe => self.cancel_probe(id),
            Command::Toy { weighting } => self.draw(id, weighting),
            Command::Report { run } => self.report(id, run),
            Command::Runs => self.runs(id),
            Command::Compare { seeds } => self.compare(Some(id), seeds, None),
            Command::CompareGrouping { groups, seeds } => self.compare(Some(id), seeds, Some(&groups)),
            Command::CancelComparison => self.cancel_comparison(id),
            Command::Sweep(asked) => self.sweep(id, &asked),
            Command::PauseSweep => self.pause_sweep(id, true),
            Command::ResumeSweep => self.pause_sweep(id, false),
            Command::CancelSweep => self.cancel_sweep(id),
            Command::Recall { run } => self.recall(id, run),
            Command::Restore => self.restore(id).await,
            Command::Forget => self.forget(id).await,
        }
    }

    fn configure(&mut self, id: u32, patch: &Value) {
        match self.config.merged(patch) {
            Ok(config) => {
                if !config.gives_same_data(&self.config) {
                    self.dataset = None;
                }
                if !config.trains_alike(&self.config) {
                    self.is_stale = true;
                    self.end_probe();
                }
                self.config = config;
                self.describe(Some(id));
            }
            Err(error) => self.fail(Some(id), Stage::Configuration, error),
        }
    }

    /// What changes when something worth saving at once is done: a table is read, a run waits or ends, a model of a comparison or a sweep
    /// is trained.
    fn milestones(&self) -> (bool, bool, usize, Option<usize>, Option<usize>) {
        let compared = self.comparison.as_ref().map(Queue::done);
        let swept = self.sweep.as_ref().map(|sweep| sweep.state().done());
        (self.loading.is_some(), self.is_running(), self.ended.len(), compared, swept)
    }

    /// Goes on with whatever is under way.
    async fn advance(&mut self) {
        if self.loading.is_some() {
            return self.load_on().await;
        }
        let is_running = self.is_running();
        self.draw_on(!is_running);
        self.probe_on().await;
        if is_running {
            self.advance_run().await;
        } else if self.comparison.is_some() {
            self.compare_on().await;
        } else {
            self.sweep_on().await;
        }
    }
}
