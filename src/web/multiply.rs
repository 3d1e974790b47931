//! The module that multiplies matrices, where the browser takes it: see `src/bin/multiply.rs`.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise, Reflect, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::property;
use crate::kernel::{Product, use_multiply};

thread_local! {
    static MULTIPLY: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Loads the module, for whatever is trained on the CPU from now on. Where that fails, Burn's own products do the same, more slowly.
pub async fn load() {
    if let Some(multiply) = instance().await {
        MULTIPLY.set(Some(multiply));
        use_multiply(call);
    }
}

/// Its one function, working in this module's memory.
async fn instance() -> Option<Function> {
    // `start-worker.js` knows its address.
    let compile: Function = property(&js_sys::global(), "compileMultiply")?.dyn_into().ok()?;
    let compiled: Promise = compile.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()?;
    let module: WebAssembly::Module = JsFuture::from(compiled).await.ok()?.dyn_into().ok()?;
    let (env, imports) = (Object::new(), Object::new());
    Reflect::set(&env, &"memory".into(), &wasm_bindgen::memory()).ok()?;
    Reflect::set(&imports, &"env".into(), &env).ok()?;
    let instance = WebAssembly::Instance::new(&module, &imports).ok()?;
    property(&instance.exports(), "multiply")?.dyn_into().ok()
}

fn call(product: &Product) -> bool {
    let address = std::ptr::from_ref(product) as u32;
    MULTIPLY.with_borrow(|multiply| {
        multiply.as_ref().is_some_and(|multiply| multiply.call1(&JsValue::UNDEFINED, &address.into()).is_ok())
    })
}
