//! Parquet files, told by their first bytes, become JSON Lines in a worker that is only there for them.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::bridge::worker_address;
use super::opening::Opening;
use crate::protocol::LoadRequest;
use crate::schema::format::Format;

const MAGIC: &[u8] = b"PAR1";

const NOT_LOADED: &str = "the Parquet file can't be read (the part of the page that does so could not be loaded): check the connection and try again";

/// The bytes of a request's files as the session reads them.
pub async fn unpack_all(
    files: Vec<ArrayBuffer>,
    request: &mut LoadRequest,
) -> Result<Vec<ArrayBuffer>, String> {
    let mut unpacked = Vec::new();
    for (place, file) in files.into_iter().enumerate() {
        if !is_parquet(&file) {
            unpacked.push(file);
            continue;
        }
        let name = request.join.as_ref().and_then(|join| join.files.get(place));
        let name = name.map(|name| format!("“{name}”: ")).unwrap_or_default();
        unpacked.push(unpack(file).await.map_err(|message| format!("{name}{message}"))?);
        if place == 0 {
            request.written_as = Some(Format::Parquet);
        }
    }
    Ok(unpacked)
}

fn is_parquet(file: &ArrayBuffer) -> bool {
    let length = MAGIC.len() as u32;
    file.byte_length() >= length
        && Uint8Array::new_with_byte_offset_and_length(file, 0, length).to_vec() == MAGIC
}

async fn unpack(file: ArrayBuffer) -> Result<ArrayBuffer, String> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let trouble =
        |reason: &str| format!("the Parquet file can't be read ({reason}): reload the page and try again");
    let worker = Worker::new_with_options(&worker_address("module=parquet"), &options)
        .map_err(|error| trouble(&format!("its worker could not be started, {error:?}")))?;
    let (sender, answer) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = move |result: Result<ArrayBuffer, String>| {
        if let Some(sender) = sender.take() {
            // Whoever asked may have gone.
            let _ = sender.send(result);
        }
    };
    let (tell_ended, asked) = (tell.clone(), worker.clone());
    let is_up = Rc::new(std::cell::Cell::new(false));
    let was_up = is_up.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match Opening::of(&data) {
            Some(Opening::Received(_)) => return,
            Some(Opening::Failed(_)) => return tell(Err(NOT_LOADED.into())),
            None => {}
        }
        if data.is_null() {
            is_up.set(true);
            if let Err(error) = asked.post_message_with_transfer(&file, &Array::of1(&file)) {
                tell(Err(format!(
                    "the Parquet file could not be handed to its worker ({error:?}): try again"
                )));
            }
        } else {
            let sentence = data.as_string().unwrap_or_default();
            tell(data.dyn_into().map_err(|_| sentence));
        }
    });
    let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
        // It is told where the user looks.
        event.prevent_default();
        tell_ended(Err(match was_up.get() {
            true => "the Parquet file can't be read (it is damaged, or too large for this page's memory): write it again, or export it as CSV".into(),
            false => NOT_LOADED.into(),
        }));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let result = answer.await;
    worker.terminate();
    result.unwrap_or_else(|_| Err(trouble("its worker did not answer")))
}
