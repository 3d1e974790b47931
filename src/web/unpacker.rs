//! The worker that unpacks Parquet: says that it is up, takes one file, answers with JSON Lines or a sentence.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::read::parquet;

/// Starts serving the page that made this worker. Where the file makes the reader panic, the worker ends.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let sent = match parquet::to_json_lines(Uint8Array::new(&event.data()).to_vec()) {
            Ok(lines) => {
                let buffer = Uint8Array::from(lines.as_slice()).buffer();
                answering.post_message_with_transfer(&buffer, &Array::of1(&buffer))
            }
            Err(error) => answering.post_message(&error.to_string().into()),
        };
        if let Err(error) = sent {
            web_sys::console::error_1(&error);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        web_sys::console::error_1(&error);
    }
}
