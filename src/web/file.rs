//! Files and gallery tables to bytes.

use js_sys::{Array, ArrayBuffer, JSON, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, Response};

use crate::read::text::check_size;

/// The bytes of a file that was dropped or chosen; refuses one too large before reading it.
pub async fn read(file: &File) -> Result<ArrayBuffer, String> {
    check_size(file.size() as usize).map_err(|error| error.to_string())?;
    let name = file.name();
    let bytes = JsFuture::from(file.array_buffer()).await;
    bytes
        .ok()
        .and_then(|bytes| bytes.dyn_into().ok())
        .ok_or_else(|| format!("“{name}” could not be read: check that it still exists and try again"))
}

/// The bytes of a file that is served beside the page.
pub async fn fetch(path: &str) -> Result<ArrayBuffer, String> {
    let trouble =
        || format!("“{path}” could not be loaded: check its address and the connection, and try again");
    let window = web_sys::window().ok_or_else(trouble)?;
    let response = JsFuture::from(window.fetch_with_str(path)).await.map_err(|_| trouble())?;
    let response: Response = response.dyn_into().map_err(|_| trouble())?;
    if !response.ok() {
        return Err(trouble());
    }
    let bytes = response.array_buffer().map_err(|_| trouble())?;
    JsFuture::from(bytes).await.ok().and_then(|bytes| bytes.dyn_into().ok()).ok_or_else(trouble)
}

/// Text as bytes, for a pasted table.
pub fn of_text(text: &str) -> ArrayBuffer {
    Uint8Array::from(text.as_bytes()).buffer()
}

/// The files of an array of two or more, if it holds nothing else.
pub fn several(source: &JsValue) -> Option<Vec<Blob>> {
    let items: Vec<JsValue> = source.dyn_ref::<Array>()?.to_vec();
    let blobs: Vec<Blob> = items.into_iter().map(|item| item.dyn_into().ok()).collect::<Option<_>>()?;
    (blobs.len() > 1).then_some(blobs)
}

/// The bytes of a table that another page hands over: text, a `Blob`, an `ArrayBuffer` or an array of row objects.
pub async fn of_value(source: &JsValue) -> Result<ArrayBuffer, String> {
    if let Some(text) = source.as_string() {
        return Ok(of_text(&text));
    }
    if let Some(buffer) = source.dyn_ref::<ArrayBuffer>() {
        return Ok(buffer.clone());
    }
    if let Some(bytes) = source.dyn_ref::<Uint8Array>() {
        return Ok(bytes.slice(0, bytes.length()).buffer());
    }
    if let Some(blob) = source.dyn_ref::<Blob>() {
        let bytes = JsFuture::from(blob.array_buffer()).await;
        return bytes
            .ok()
            .and_then(|bytes| bytes.dyn_into().ok())
            .ok_or("source: the Blob can't be read".into());
    }
    if !Array::is_array(source) {
        return Err("source: expected text, a Blob, an ArrayBuffer or an array of row objects".into());
    }
    match JSON::stringify(source).map(String::from) {
        Ok(text) => Ok(of_text(&text)),
        Err(_) => Err("source: the rows can't be written as JSON, as with a loop or a BigInt in them".into()),
    }
}
