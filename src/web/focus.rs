//! Where the focus goes when what has it leaves the page, so that it doesn't fall to the page's top.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Moves the focus to the heading of the part of the page that an element is in; call it before the element goes.
pub fn to_heading_of(element: &Element) {
    let heading = |of: &str, heading: &str| {
        let part = element.closest(of).ok().flatten()?;
        part.query_selector(heading).ok().flatten()
    };
    match heading("details", "summary").or_else(|| heading("section", "h2, h3")) {
        Some(heading) => take(&heading),
        None => to_first_heading(),
    }
}

/// Moves the focus to the first heading below the header.
pub fn to_first_heading() {
    let page = web_sys::window().and_then(|window| window.document());
    if let Some(heading) = page.and_then(|page| page.query_selector("main h2").ok().flatten()) {
        take(&heading);
    }
}

fn take(heading: &Element) {
    let Some(heading) = heading.dyn_ref::<HtmlElement>() else { return };
    if heading.tag_name() != "SUMMARY" {
        // Other headings take the focus from scripts only. An attribute of that name is always allowed.
        let _ = heading.set_attribute("tabindex", "-1");
    }
    // A refusal leaves the focus where it was.
    let _ = heading.focus();
}
