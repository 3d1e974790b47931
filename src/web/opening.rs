//! What a worker says of itself before it is up: how much of it has come, or why it failed. `start-worker.js` says it.

use wasm_bindgen::JsValue;

use super::property;

/// How much of a worker's wasm has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Received {
    /// Bytes so far.
    pub bytes: f64,
    /// Bytes in all, where the server says so and does not pack them.
    pub total: Option<f64>,
}

/// One such message.
#[derive(Clone, Debug, PartialEq)]
pub enum Opening {
    /// More has come.
    Received(Received),
    /// It can't start, for this reason.
    Failed(String),
}

impl Opening {
    /// The message, if it is one.
    pub fn of(data: &JsValue) -> Option<Self> {
        if let Some(reason) = property(data, "failed") {
            return Some(Self::Failed(reason.as_string().unwrap_or_default()));
        }
        let bytes = property(data, "received")?.as_f64()?;
        let total = property(data, "total").and_then(|total| total.as_f64()).filter(|total| *total > 0.0);
        Some(Self::Received(Received { bytes, total }))
    }
}
