//! Sweeps as they are asked for: begun, paused, gone on with, ended and given up.

use super::host::Host;
use super::state::Session;
use super::sweep::{Slice, Sweep, SweepState};
use crate::config::SweepConfig;
use crate::protocol::{Event, Stage};

impl<H: Host> Session<H> {
    /// Begins a sweep over the present configuration.
    pub(super) fn sweep(&mut self, id: u32, asked: &SweepConfig) {
        let fail = |session: &Self, message: &str| session.fail(Some(id), Stage::Training, message);
        if self.is_running() {
            return fail(self, "a run is going on: pause or stop it before starting a sweep");
        }
        if self.sweep.is_some() {
            return fail(self, "a sweep is going on: cancel it before starting another");
        }
        let config = self.config.clone();
        // The dataset is that of any configuration; which of them can be trained is checked one by one.
        let dataset = match self.plan(&config) {
            Ok(dataset) => dataset,
            Err((stage, message)) => return self.fail(Some(id), stage, message),
        };
        match asked.checked(&config, dataset.targets.len()) {
            Ok(settings) => {
                let state = SweepState::new(config, settings, asked.seeds);
                let mut sweep = Sweep::new(state, dataset, &self.device);
                sweep.waiting.push(id);
                self.sweep = Some(sweep);
                self.tell_sweep();
            }
            Err(error) => fail(self, &error.to_string()),
        }
    }

    /// Takes a slice of the sweep.
    pub(super) async fn sweep_on(&mut self) {
        let Some(sweep) = self.sweep.as_mut().filter(|sweep| !sweep.is_paused()) else { return };
        match sweep.advance(&self.host).await {
            Ok(Slice::Goes) => {}
            Ok(Slice::Ends) => self.end_sweep(),
            Err(error) if self.is_lost(&error) => {}
            Err(error) => {
                self.tell_swept();
                self.drop_sweep(&error.to_string());
            }
        }
    }

    fn end_sweep(&mut self) {
        let Some(sweep) = self.sweep.take() else { return };
        let Some(report) = sweep.report() else { return };
        for id in sweep.waiting {
            self.emit(Some(id), Event::Swept(report.clone()));
        }
        self.emit(None, Event::Swept(report));
    }

    /// Gives a sweep up; whoever waits for it is told why.
    pub(super) fn drop_sweep(&mut self, reason: &str) {
        let Some(sweep) = self.sweep.take() else { return };
        for id in sweep.waiting {
            self.fail(Some(id), Stage::Training, format!("the sweep did not end, because {reason}"));
        }
        self.emit(None, Event::Sweeping(None));
    }

    /// Lets the sweep wait after its present step, or go on.
    pub(super) fn pause_sweep(&mut self, id: u32, is_paused: bool) {
        if let Some(sweep) = &mut self.sweep {
            sweep.set_paused(is_paused);
            self.tell_sweep();
            if is_paused {
                self.tell_swept();
            }
        }
        self.tell_status(Some(id));
    }

    pub(super) fn cancel_sweep(&mut self, id: u32) {
        self.tell_swept();
        self.drop_sweep("it was cancelled");
        self.tell_status(Some(id));
    }

    pub(super) fn tell_sweep(&self) {
        let progress = self.sweep.as_ref().map(Sweep::progress);
        self.emit(None, Event::Sweeping(progress));
    }

    /// Says what it has come to so far.
    fn tell_swept(&self) {
        if let Some(report) = self.sweep.as_ref().and_then(Sweep::report) {
            self.emit(None, Event::Swept(report));
        }
    }
}
