//! What the page's address asks for: `?example=…&backend=…&theme=…&hide=…`.

use web_sys::UrlSearchParams;

/// A parameter of the page's address, if it is there and not empty.
pub fn parameter(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name).filter(|value| !value.is_empty())
}

/// Whether another page holds this one in a frame.
pub fn is_embedded() -> bool {
    web_sys::window().is_some_and(|window| match window.parent() {
        Ok(Some(parent)) => parent != window,
        Ok(None) | Err(_) => false,
    })
}

/// Panels that the address hides, by name.
pub fn hidden() -> Vec<String> {
    let names = parameter("hide").unwrap_or_default();
    names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
