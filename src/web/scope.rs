//! What the page asks of the worker in its address.

use web_sys::DedicatedWorkerGlobalScope;

/// A parameter of the worker's address, if it is there and not empty.
pub fn parameter(scope: &DedicatedWorkerGlobalScope, name: &str) -> Option<String> {
    let search = scope.location().search();
    let mut pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|(own, _)| *own == name)?.1;
    let value = js_sys::decode_uri_component(value).ok().and_then(|value| value.as_string())?;
    (!value.is_empty()).then_some(value)
}
