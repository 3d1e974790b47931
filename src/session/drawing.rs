//! A drawing of the toy's plane that is being made: in slices, so that requests and a run's steps come in between.

use super::host::{BREATH, Host};
use crate::protocol::{Event, Message};
use crate::toy::Picture;

/// Steps between two looks at the clock: the slowest weighting takes some milliseconds for them.
const STEPS: usize = 20;

/// Seconds from one telling to the next while the paths grow.
const TELL_EVERY: f64 = 0.25;

/// A drawing, the request that waits for it, and when it was last told.
pub struct Drawing {
    pub(super) id: u32,
    pub(super) picture: Picture,
    pub(super) told_at: f64,
}

impl Drawing {
    /// Goes on for a breath, or between two steps of a run for as little as can be; returns whether it is done.
    pub(super) fn advance(&mut self, host: &impl Host, is_alone: bool) -> bool {
        let began = host.now();
        loop {
            self.picture.advance(STEPS);
            let now = host.now();
            if self.picture.is_done() {
                return true;
            }
            if now - self.told_at >= TELL_EVERY {
                self.tell(host, None);
                self.told_at = now;
            }
            if !is_alone || now - began >= BREATH {
                return false;
            }
        }
    }

    /// Answers its request with what is drawn so far.
    pub(super) fn answer(self, host: &impl Host) {
        self.tell(host, Some(self.id));
    }

    fn tell(&self, host: &impl Host, reply: Option<u32>) {
        host.emit(Message { reply, event: Event::Toy(Some(self.picture.report())) });
    }
}
