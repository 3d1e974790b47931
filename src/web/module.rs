//! A worker that unpacks files: says that it is up, takes one file, answers with what was in it or a sentence.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::read::archive::Unpacked;
use crate::schema::error::DataError;

/// Serves the page that made this worker with a function of the file's bytes, its name and the sheet that is asked for.
/// Where the file makes that panic, the worker ends.
///
/// The message is `[buffer, name, sheet]`; the answer a text, which is a sentence, or `[buffer, format, warning, …]`, where what is not
/// there is `undefined`.
pub fn serve(unpack: impl Fn(Vec<u8>, &str, Option<&str>) -> Result<Unpacked, DataError> + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let asked = Array::from(&event.data());
        let name = asked.get(1).as_string().unwrap_or_default();
        let sheet = asked.get(2).as_string();
        let sent = match unpack(Uint8Array::new(&asked.get(0)).to_vec(), &name, sheet.as_deref()) {
            Ok(Unpacked { bytes, written_as, oddities }) => {
                let buffer = Uint8Array::from(bytes.as_slice()).buffer();
                let format = written_as.and_then(|format| serde_json::to_value(format).ok());
                let format = format.as_ref().and_then(|format| format.as_str()).map(JsValue::from);
                let answer = Array::of2(&buffer, &format.unwrap_or(JsValue::UNDEFINED));
                oddities.iter().for_each(|oddity| {
                    answer.push(&oddity.into());
                });
                answering.post_message_with_transfer(&answer, &Array::of1(&buffer))
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
