//! A table that is being read.

use super::host::Host;
use super::store::{Project, Source};
use crate::protocol::{Event, LoadRequest, Message};
use crate::table::choices::Choices;
use crate::table::intake::Intake;

/// A table that is being read, the request that waits for it, and when it was last told how far it is.
pub struct Loading {
    pub(super) id: u32,
    /// Without its bytes.
    pub(super) load: LoadRequest,
    pub(super) choices: Choices,
    pub(super) intake: Intake<'static>,
    pub(super) told_at: f64,
    pub(super) source: Source,
    /// The project that it belongs to, where one is being restored.
    pub(super) restores: Option<Box<Project>>,
}

impl Loading {
    pub(super) fn tell(&self, host: &impl Host) {
        let (name, intake) = (self.load.name.clone(), &self.intake);
        let event = Event::Reading { name, read: intake.read(), total: intake.total(), done: intake.done() };
        host.emit(Message { reply: None, event });
    }
}
