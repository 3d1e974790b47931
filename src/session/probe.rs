//! A learning-rate probe as it is asked for.

use super::host::Host;
use super::probing::{Probing, REPORT_EVERY};
use super::state::Session;
use crate::protocol::Stage;
use crate::train::Probe;

impl<H: Host> Session<H> {
    /// Begins a probe; one that goes on is answered as far as it got.
    pub(super) fn probe(&mut self, id: u32) {
        if self.is_running() {
            let message = "a run is going on: pause or stop it before looking for a learning rate";
            return self.fail(Some(id), Stage::Training, message);
        }
        self.end_probe();
        let config = self.config.clone();
        match self.plan(&config) {
            Ok(dataset) => {
                let probe = Probe::new(dataset, config, &self.device);
                self.probing = Some(Probing { id, probe, reported_at: self.host.now() });
            }
            Err((stage, message)) => self.fail(Some(id), stage, message),
        }
    }

    pub(super) fn cancel_probe(&mut self, id: u32) {
        self.end_probe();
        self.tell_status(Some(id));
    }

    /// Ends the probe that goes on, if one does; it is answered as far as it got.
    pub(super) fn end_probe(&mut self) {
        if let Some(probing) = self.probing.take() {
            probing.report(&self.host, true);
        }
    }

    /// One step of the probe that goes on, if one does.
    pub(super) async fn probe_on(&mut self) {
        let Some(probing) = &mut self.probing else { return };
        match probing.probe.advance().await {
            Ok(true) => self.end_probe(),
            Ok(false) => {
                let now = self.host.now();
                if now - probing.reported_at >= REPORT_EVERY {
                    probing.reported_at = now;
                    probing.report(&self.host, false);
                }
            }
            Err(error) => {
                let id = probing.id;
                self.probing = None;
                self.fail(Some(id), Stage::Training, error);
            }
        }
    }
}
