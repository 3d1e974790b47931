//! The toy's plane as it is asked for.

use super::drawing::Drawing;
use super::host::Host;
use super::state::Session;
use crate::protocol::{Event, Stage};
use crate::toy::Picture;
use crate::weighting::WeightingKind;

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
