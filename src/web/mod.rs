//! Browser glue, thin: each side of the worker's channel, files, and the frame around the page.

#[cfg(feature = "ui")]
pub mod address;
#[cfg(feature = "ui")]
pub mod bridge;
#[cfg(feature = "ui")]
pub mod clock;
#[cfg(feature = "train")]
mod database;
#[cfg(feature = "ui")]
pub mod file;
#[cfg(feature = "ui")]
pub mod focus;
#[cfg(feature = "ui")]
pub mod frame;
#[cfg(feature = "train")]
mod gpu;
#[cfg(any(feature = "ui", feature = "train"))]
pub mod lock;
#[cfg(any(feature = "unpack", feature = "workbook"))]
pub mod module;
#[cfg(feature = "train")]
mod multiply;
#[cfg(feature = "ui")]
pub mod opening;
#[cfg(feature = "ui")]
pub mod picture;
#[cfg(feature = "ui")]
pub mod report;
#[cfg(feature = "train")]
mod scope;
#[cfg(feature = "train")]
mod store;
#[cfg(feature = "ui")]
pub mod tab;
#[cfg(feature = "ui")]
pub mod theme;
#[cfg(feature = "ui")]
pub mod unpacker;
#[cfg(feature = "train")]
pub mod worker;

use wasm_bindgen::JsValue;

/// A property of a JavaScript object, if it is there.
pub fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = js_sys::Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
