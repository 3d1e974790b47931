//! What this tab keeps for its next visit, and under which name: a tab that is loaded again finds its own project.

use wasm_bindgen::JsCast as _;
use web_sys::Storage;

use super::{address, property};

const KEY: &str = "polyhead-project";

/// What the worker is asked for: the project of this tab, `any` for whatever suits it, `None` where nothing is to be kept.
///
/// That is so where the address says `keep=no`, and in a frame unless it says `keep=yes`: what an embedding page shows is its own affair.
pub fn wish() -> Option<String> {
    let keeps = match address::parameter("keep").as_deref() {
        Some("no") => false,
        Some("yes") => true,
        Some(_) | None => !address::is_embedded(),
    };
    let own = || storage()?.get_item(KEY).ok()?;
    keeps.then(|| own().unwrap_or_else(|| "any".to_owned()))
}

/// Notes the project of this tab, or that it has none.
pub fn set(project: Option<&str>) {
    let Some(storage) = storage() else { return };
    // Without it another tab's project may be found next time, if any.
    let _ = match project {
        Some(project) => storage.set_item(KEY, project),
        None => storage.remove_item(KEY),
    };
}

/// Whether the page was loaded again, so that the worker of the page before may not be gone yet. A tab that was duplicated has the same
/// project, too, whose worker stays.
pub fn is_reloaded() -> bool {
    let entries = || {
        let performance = property(&js_sys::global(), "performance")?;
        let ask: js_sys::Function = property(&performance, "getEntriesByType")?.dyn_into().ok()?;
        let found: js_sys::Array = ask.call1(&performance, &"navigation".into()).ok()?.dyn_into().ok()?;
        property(&found.get(0), "type")?.as_string()
    };
    entries().is_some_and(|kind| kind == "reload")
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
