//! What the page's address asks for: `?example=…&data=…&backend=…&theme=…&hide=…`.

use web_sys::{Url, UrlSearchParams};

/// A parameter of the page's address, if it is there and not empty.
pub fn parameter(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name).filter(|value| !value.is_empty())
}

/// The whole address of a file that the page is asked to load: beside the page, or anywhere else on its origin.
pub fn of_data(path: &str) -> Result<Url, String> {
    let trouble = || {
        format!("data: “{path}” is no address: name a file beside this page, as in ?data=tables/houses.csv")
    };
    let page = web_sys::window().ok_or_else(trouble)?.location();
    let base = page.href().map_err(|_| trouble())?;
    let url = Url::new_with_base(path, &base).map_err(|_| trouble())?;
    match page.origin() {
        Ok(origin) if origin == url.origin() => Ok(url),
        Ok(_) | Err(_) => Err(format!(
            "data: “{path}” is not on this page's origin, and no other is asked for anything: \
            download the table and drop it here, or serve it beside the page"
        )),
    }
}

/// The table that the page's address asks for, as far as it names one; what was saved for another is not taken up.
pub fn table() -> String {
    let of = |name: &str| parameter(name).map(|value| format!("{name}={value}"));
    of("data").or_else(|| of("example")).unwrap_or_default()
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
