//! Takes what the page shows out of it: on paper, or as one file.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/public/report.js")]
extern "C" {
    #[wasm_bindgen(js_name = saveReport)]
    fn save_report(title: &str);
}

/// Saves what the page shows as one HTML file.
pub fn save(title: &str) {
    save_report(title);
}

/// Opens the dialog that prints it.
///
/// # Errors
/// A browser that does not print, as one in a frame that may not.
pub fn print() -> Result<(), String> {
    let refused = || "this page can't print here: save it as a file and print that".to_owned();
    web_sys::window().ok_or_else(refused)?.print().map_err(|_| refused())
}
