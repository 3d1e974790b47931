//! How the page starts: its state, its worker, and the page around it, if there is one.

use leptos::prelude::*;

use super::gatherer::Gatherer;
use super::progress::Progress;
use super::state::AppState;
use crate::protocol::Stage;
use crate::web::bridge::Bridge;
use crate::web::frame::Frame;

/// Starts the worker and, in a frame, serves the page around.
pub fn start() -> AppState {
    let state = AppState::new();
    let frame = Frame::find();
    let gatherer = Gatherer::new(state, frame.clone());
    let begun = Bridge::start(
        move |event| gatherer.take(event),
        move |received| state.reading.set(Some(Progress::of_worker(received))),
        move |reason| state.take_up_again(reason),
    );
    match begun {
        Ok(bridge) => {
            state.bridge.set_value(Some(bridge.clone()));
            if let Some(frame) = frame {
                frame.serve(bridge);
            }
        }
        Err(message) => state.fail(Stage::Worker, message),
    }
    state
}
