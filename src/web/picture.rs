//! Saves a drawing of the page as a file.

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/public/picture.js")]
extern "C" {
    #[wasm_bindgen(js_name = savePicture)]
    fn save_picture(svg: &Element, name: &str, as_png: bool);
}

/// Saves an SVG of the page, with the colours that it has there, as an SVG or a PNG file.
pub fn save(svg: &Element, name: &str, as_png: bool) {
    save_picture(svg, name, as_png);
}
