//! Locks of the browser: one script holds a name, and it is free again once that script is gone, however it went.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::property;

/// Holds a name for as long as this script lives; `false` where another script does.
///
/// # Errors
/// Where this browser has no locks, which is so on pages that came unencrypted from another machine.
pub async fn hold(name: &str) -> Result<bool, JsValue> {
    take(name, true).await
}

/// Whether nobody holds a name.
///
/// # Errors
/// Where this browser has no locks.
pub async fn is_free(name: &str) -> Result<bool, JsValue> {
    take(name, false).await
}

async fn take(name: &str, holds: bool) -> Result<bool, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let held = Promise::new(&mut |resolve, reject| {
        let told = resolve.clone();
        let take = Closure::once_into_js(move |lock: JsValue| {
            // A resolve function takes any value and never throws.
            let _ = told.call1(&JsValue::UNDEFINED, &(!lock.is_null()).into());
            // While a promise is open the lock is held.
            if holds && !lock.is_null() { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
        });
        if let Err(error) = request(&[name.into(), options.clone().into(), take]) {
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    Ok(JsFuture::from(held).await?.is_truthy())
}

/// Waits some milliseconds.
pub async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let timer =
            property(&js_sys::global(), "setTimeout").and_then(|timer| timer.dyn_into::<Function>().ok());
        match timer {
            Some(timer) => drop(timer.call2(&JsValue::UNDEFINED, &resolve, &milliseconds.into())),
            None => drop(resolve.call0(&JsValue::UNDEFINED)),
        }
    });
    // It is only ever resolved.
    let _ = JsFuture::from(promise).await;
}

/// Waits until nobody holds a name.
///
/// # Errors
/// Where this browser has no locks.
pub async fn released(name: &str) -> Result<(), JsValue> {
    let take = Closure::once_into_js(|_: JsValue| JsValue::UNDEFINED);
    JsFuture::from(request(&[name.into(), take])?).await.map(drop)
}

fn request(arguments: &[JsValue]) -> Result<Promise, JsValue> {
    let locks = property(&js_sys::global(), "navigator").and_then(|navigator| property(&navigator, "locks"));
    let locks = locks.ok_or("this browser has no locks")?;
    let request: Function = property(&locks, "request").ok_or("this browser has no locks")?.dyn_into()?;
    request.apply(&locks, &arguments.iter().collect())?.dyn_into()
}
