//! The drawing of the toy's plane: made in slices, so that requests and a run's steps come in between.

use super::{BREATH, Host, Session};
use crate::protocol::{Event, Message, Stage};
use crate::toy::Picture;
use crate::weighting::WeightingKind;

/// Steps between two looks at the clock: the slowest weighting takes some milliseconds for them.
const STEPS: usize = 20;

/// Seconds from one telling to the next while the paths grow.
const TELL_EVERY: f64 = 0.25;

/// A drawing, the request that waits for it, and when it was last told.
pub struct Drawing {
    id: u32,
    picture: Picture,
    told_at: f64,
}

impl Drawing {
    /// Goes on for a breath, or between two steps of a run for as little as can be; returns whether it is done.
    fn advance(&mut self, host: &impl Host, is_alone: bool) -> bool {
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
    fn answer(self, host: &impl Host) {
        self.tell(host, Some(self.id));
    }

    fn tell(&self, host: &impl Host, reply: Option<u32>) {
        host.emit(Message { reply, event: Event::Toy(Some(self.picture.report())) });
    }
}

impl<H: Host> Session<H> {
    /// Begins a drawing, or none; one that is being made is answered as far as it got.
    pub fn draw(&mut self, id: u32, weighting: Option<WeightingKind>) {
        let picture = match weighting.map(Picture::new).transpose() {
            Ok(picture) => picture,
            Err(problem) => return self.fail(Some(id), Stage::Configuration, problem),
        };
        if let Some(earlier) = self.drawing.take() {
            earlier.answer(&self.host);
        }
        match picture {
            Some(picture) => self.drawing = Some(Drawing { id, picture, told_at: self.host.now() }),
            None => self.emit(Some(id), Event::Toy(None)),
        }
    }

    /// Goes on with the drawing that is being made, if one is.
    pub fn draw_on(&mut self, is_alone: bool) {
        if let Some(mut drawing) = self.drawing.take() {
            if drawing.advance(&self.host, is_alone) {
                drawing.answer(&self.host);
            } else {
                self.drawing = Some(drawing);
            }
        }
    }
}
