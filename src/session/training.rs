//! Training as it is asked for: begun, paused, stepped and ended; and what the trained model answers.

use serde_json::{Value, json};

use super::host::Host;
use super::run::{Advance, Run};
use super::state::Session;
use crate::config::RunConfig;
use crate::protocol::{Event, Failure, Stage};
use crate::report::Status;
use crate::train::TrainingError;

impl<H: Host> Session<H> {
    /// A fresh run, waiting at step 0.
    pub(super) fn begin(&mut self, config: RunConfig) -> Result<(), (Stage, String)> {
        let dataset = self.plan(&config)?;
        self.drop_run("another run was started");
        self.run_count += 1;
        self.is_stale = false;
        self.fresh = None;
        self.run = Some(Run::new(self.run_count, dataset, config, &self.device, self.host.now()));
        Ok(())
    }

    /// Whether the present run can still take steps with the present configuration.
    pub(super) fn can_go_on(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.status == Status::Paused) && !self.is_stale
    }

    pub(super) fn train(&mut self, id: u32, epochs: Option<usize>) {
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
    pub(super) fn go(&mut self, steps: Option<usize>) {
        self.end_probe();
        let now = self.host.now();
        if let Some(run) = &mut self.run {
            run.go(now, steps);
        }
    }

    pub(super) fn pause(&mut self, id: u32) {
        let now = self.host.now();
        if let Some(run) = &mut self.run {
            run.pause(now);
        }
        self.tell_status(Some(id));
    }

    pub(super) fn resume(&mut self, id: u32) {
        if self.run.as_ref().is_some_and(|run| run.status == Status::Paused) {
            self.go(None);
        }
        self.tell_status(Some(id));
    }

    pub(super) fn step(&mut self, id: u32, count: usize) {
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

    pub(super) async fn stop(&mut self, id: u32) {
        if self.run.as_ref().is_some_and(|run| !run.is_over()) {
            // Whoever stops a run is not to wait for others that follow it.
            self.end("it was stopped".into(), false).await;
        }
        self.tell_status(Some(id));
    }

    pub(super) fn reset(&mut self, id: u32) {
        self.drop_run("the run was reset");
        self.tell_status(Some(id));
    }

    /// One step of the present run, and what follows from it.
    pub(super) async fn advance_run(&mut self) {
        let Some(run) = &mut self.run else { return };
        match run.advance(&self.host).await {
            Ok(Advance::Goes) => {}
            Ok(Advance::Waits) => {
                let reply = run.waiting_for_steps.take();
                self.tell_status(reply);
            }
            Ok(Advance::Ends(why)) => self.end(why, true).await,
            Err(error) => self.go_back(&error),
        }
    }

    /// Ends the run and keeps it.
    ///
    /// - `may_compare`: whether a comparison follows, where the configuration asks for one
    pub(super) async fn end(&mut self, why: String, may_compare: bool) {
        let Some(run) = &mut self.run else { return };
        let now = self.host.now();
        match run.end(why, &self.info, now).await {
            Ok(ended) => {
                let waiting = run.waiting();
                let steps = run.waiting_for_steps;
                self.run = None;
                let report = ended.report.clone();
                let is_compared = may_compare && ended.fitted.config.single_task_twins;
                self.keep(ended);
                for id in waiting.into_iter().filter(|id| Some(*id) != steps) {
                    self.emit(Some(id), Event::Finished(report.clone()));
                }
                self.emit(None, Event::Finished(report));
                self.tell_status(steps);
                if is_compared {
                    self.compare(None, None, None);
                }
            }
            Err(error) => self.break_off(&error),
        }
    }

    /// Takes a run whose losses are no longer finite back to its last checkpoint, where it waits; without one it is over.
    fn go_back(&mut self, error: &TrainingError) {
        let (Some(run), TrainingError::NotFinite { .. }) = (&self.run, error) else {
            return self.break_off(error);
        };
        let Some((step, bytes)) = self.saver.checkpoint(run.id()) else { return self.break_off(error) };
        let (dataset, config) = (run.trainer.dataset().clone(), run.config().clone());
        let Ok(before) = Run::resume(dataset, config, bytes, &self.device, self.host.now()) else {
            return self.break_off(error);
        };
        let waiting = run.waiting();
        if let Some(epoch) = before.history().last() {
            self.emit(None, Event::Epoch(epoch.clone()));
        }
        self.run = Some(before);
        self.tell_failure(
            waiting,
            &format!("{error}. The run waits at step {step}, before that"),
            self.lower_rate(),
        );
        self.tell_status(None);
    }

    /// A failure ends the run; whoever waits for it is told.
    fn break_off(&mut self, error: &TrainingError) {
        let is_lost = self.is_lost(error);
        let Some(run) = self.run.as_mut().filter(|_| !is_lost) else { return };
        run.status = Status::Error;
        let waiting = run.waiting();
        run.waiting_for_end.clear();
        run.waiting_for_steps = None;
        let remedy = match error {
            TrainingError::NotFinite { .. } => self.lower_rate(),
            TrainingError::Device(_) => None,
        };
        self.tell_failure(waiting, &error.to_string(), remedy);
        self.tell_status(None);
    }

    /// A tenth of the run's learning rate, as a change of the configuration.
    fn lower_rate(&self) -> Option<Value> {
        let rate = self.run.as_ref()?.config().optimizer.learning_rate / 10.0;
        // As people write it: 0.0003, not 0.00030000000000000003.
        let rate: f64 = format!("{rate:.2e}").parse().ok()?;
        Some(json!({"optimizer": {"learningRate": rate}}))
    }

    fn tell_failure(&self, waiting: Vec<u32>, message: &str, remedy: Option<Value>) {
        for reply in waiting.into_iter().map(Some).chain([None]) {
            let failure = Failure {
                stage: Stage::Training,
                message: message.to_owned(),
                place: None,
                remedy: remedy.clone(),
            };
            self.emit(reply, Event::Failed(failure));
        }
    }
}
