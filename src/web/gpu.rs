//! Finds out whether this browser has a GPU that can train, and if not, why not.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

use super::property;
use super::scope::parameter;

/// The adapter's name if the GPU is to be used, else the reason why not.
///
/// `?backend=cpu` in the worker's address refuses any GPU, `webgpu` takes a software adapter too.
pub async fn choose(scope: &DedicatedWorkerGlobalScope) -> Result<String, String> {
    let wish = parameter(scope, "backend");
    let wish = wish.as_deref().unwrap_or("auto");
    if wish == "cpu" {
        return Err("the address asks for it with ?backend=cpu".into());
    }
    let adapter = adapter(scope).await?;
    if wish != "webgpu" && adapter.is_software {
        return Err(format!(
            "the only adapter ({}) computes in software, which is slower than the CPU backend",
            adapter.name
        ));
    }
    Ok(adapter.name)
}

struct Adapter {
    name: String,
    is_software: bool,
}

/// Asked of JavaScript before Burn starts, which panics on an adapter without `timestamp-query`.
async fn adapter(scope: &JsValue) -> Result<Adapter, String> {
    let gpu = property(scope, "navigator")
        .and_then(|navigator| property(&navigator, "gpu"))
        .ok_or("this browser has no WebGPU")?;
    let request: Function = property(&gpu, "requestAdapter")
        .and_then(|function| function.dyn_into().ok())
        .ok_or("this browser's WebGPU has no requestAdapter")?;
    let promise: js_sys::Promise = request
        .call0(&gpu)
        .ok()
        .and_then(|promise| promise.dyn_into().ok())
        .ok_or("this browser's WebGPU could not be asked for an adapter")?;
    let adapter = JsFuture::from(promise).await.map_err(|error| format!("WebGPU failed: {error:?}"))?;
    if adapter.is_null() || adapter.is_undefined() {
        return Err("WebGPU found no adapter".into());
    }
    if !has_feature(&adapter, "timestamp-query") {
        return Err("the adapter lacks the WebGPU feature timestamp-query".into());
    }
    let info = property(&adapter, "info").unwrap_or(JsValue::UNDEFINED);
    let text = |name| property(&info, name).and_then(|value| value.as_string()).unwrap_or_default();
    let parts = [text("vendor"), text("architecture"), text("description")];
    let named: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let is_fallback =
        |object| property(object, "isFallbackAdapter").and_then(|value| value.as_bool()) == Some(true);
    Ok(Adapter {
        name: if named.is_empty() { "unnamed adapter".into() } else { named.join(" ") },
        is_software: parts
            .iter()
            .any(|part| part.to_lowercase().contains("swiftshader") || part.contains("llvmpipe"))
            || is_fallback(&info)
            || is_fallback(&adapter),
    })
}

fn has_feature(adapter: &JsValue, feature: &str) -> bool {
    let Some(features) = property(adapter, "features") else {
        return false;
    };
    let Some(has) = property(&features, "has").and_then(|has| has.dyn_into::<Function>().ok()) else {
        return false;
    };
    has.call1(&features, &feature.into()).ok().and_then(|found| found.as_bool()) == Some(true)
}
