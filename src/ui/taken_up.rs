//! What was taken up from an earlier visit, or from before the worker was started again.

use crate::protocol::Restored;

/// What was taken up.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenUp {
    /// What there was.
    pub restored: Restored,
    /// Why the worker stopped before, if it did.
    pub stopped: Option<String>,
}

impl TakenUp {
    /// Whether something waits for the user to go on with it.
    pub fn waits(&self) -> bool {
        let Restored { run, comparison, sweep, .. } = &self.restored;
        let was_running = run.is_some_and(|run| run.was_running)
            || run.is_none() && comparison.is_some()
            || sweep.is_some_and(|sweep| sweep.was_running);
        let has_work = run.is_some() || comparison.is_some() || sweep.is_some();
        has_work && (self.stopped.is_none() || !was_running)
    }
}
