//! Passes events to the state: those of a running run in bundles, so that drawing keeps up; all others at once.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::state::AppState;
use crate::protocol::Event;
use crate::web::frame::Frame;

/// How long values of a running run are gathered before they are shown.
const GATHER: Duration = Duration::from_millis(100);

/// Takes in events for a state, and for the page around this one.
pub struct Gatherer {
    state: AppState,
    frame: Option<Frame>,
    waiting: Rc<RefCell<Vec<Event>>>,
}

impl Gatherer {
    /// For a state and the frame that the page may be in.
    pub fn new(state: AppState, frame: Option<Frame>) -> Self {
        Self { state, frame, waiting: Rc::default() }
    }

    /// Takes one event.
    pub fn take(&self, event: Event) {
        if let Some(frame) = &self.frame {
            frame.forward(&event);
        }
        let is_frequent = matches!(event, Event::Step(_) | Event::Epoch(_));
        let is_first = self.waiting.borrow().is_empty();
        self.waiting.borrow_mut().push(event);
        if !is_frequent {
            release(self.state, &self.waiting);
        } else if is_first {
            let (state, waiting) = (self.state, self.waiting.clone());
            set_timeout(move || release(state, &waiting), GATHER);
        }
    }
}

fn release(state: AppState, waiting: &RefCell<Vec<Event>>) {
    // Views are redrawn once after all of them, not after each.
    for event in waiting.take() {
        state.apply(event);
    }
}
