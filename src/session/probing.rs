//! A learning-rate probe that goes on: one step at a time, so that requests come in between.

use super::host::Host;
use crate::protocol::{Event, Message};
use crate::train::Probe;

/// Seconds from one report to the next while the probe goes on.
pub const REPORT_EVERY: f64 = 0.25;

/// A probe, the request that waits for it, and when it was last reported.
pub struct Probing {
    pub(super) id: u32,
    pub(super) probe: Probe,
    pub(super) reported_at: f64,
}

impl Probing {
    /// Says what was found so far.
    pub(super) fn report(&self, host: &impl Host, is_over: bool) {
        let reply = is_over.then_some(self.id);
        host.emit(Message { reply, event: Event::Probed(self.probe.report(is_over)) });
    }
}
