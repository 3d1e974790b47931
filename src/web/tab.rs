//! What this tab keeps for its next visit, and under which name: a tab that is loaded again finds its own project.

use web_sys::Storage;

use super::address;

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

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
