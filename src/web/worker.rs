//! Wraps a session as a web worker: messages become requests, events become messages.

use std::rc::Rc;

use futures::channel::mpsc;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

use super::scope::parameter;
use super::store::{Store, Wish};
use super::{gpu, lock, multiply};
use crate::protocol::{Command, Message, Request};
use crate::report::Backend;
use crate::session::{self, Change, Host};
use crate::train::device;

/// Starts serving the page that made this worker.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let (sender, requests) = mpsc::unbounded();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        // The session only ends with the worker, so there is always a receiver.
        if let Some(request) = request(&event.data()) {
            let _ = sender.unbounded_send(request);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    spawn_local(async move {
        if let Some(name) = parameter(&scope, "name") {
            // The page learns of this worker's end by it; without locks it learns of errors alone.
            let _ = lock::hold(&name).await;
        }
        let (adapter, store) = futures::join!(gpu::choose(&scope), open_store(&scope));
        let (device, info) = match adapter {
            Ok(adapter) => device::gpu(adapter).await,
            Err(reason) => device::cpu(reason),
        };
        if info.backend == Backend::Cpu {
            multiply::load().await;
        }
        session::serve(requests, Page::new(scope, store), device, info).await;
    });
}

/// The project of this tab, unless the page asks for none.
async fn open_store(scope: &DedicatedWorkerGlobalScope) -> Result<Store, Option<String>> {
    let Some(keep) = parameter(scope, "keep") else { return Err(None) };
    let project = (keep != "any").then_some(keep);
    let address = parameter(scope, "at").unwrap_or_default();
    let waits = parameter(scope, "waits").is_some();
    Store::open(Wish { project, waits, address }).await.map_err(Some)
}

/// Reads `[json, …buffers]`.
fn request(data: &JsValue) -> Option<Request> {
    let parts: &Array = data.dyn_ref()?;
    let mut request: Request = serde_json::from_str(&parts.get(0).as_string()?).ok()?;
    if let Command::Load(load) | Command::Keys(load) = &mut request.command {
        load.attach((1..parts.length()).map(|place| Uint8Array::new(&parts.get(place)).to_vec()));
    }
    Some(request)
}

/// The page, as a session sees it.
struct Page {
    scope: DedicatedWorkerGlobalScope,
    turn: Option<Turn>,
    /// Without one, why not, if that was not asked for.
    store: Result<Store, Option<String>>,
}

/// A channel to ourselves: a message through it arrives after those already waiting.
struct Turn {
    channel: MessageChannel,
    resolve: Rc<std::cell::RefCell<Option<js_sys::Function>>>,
}

impl Page {
    fn new(scope: DedicatedWorkerGlobalScope, store: Result<Store, Option<String>>) -> Self {
        Self { scope, turn: Turn::new(), store }
    }
}

impl Turn {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let resolve = Rc::new(std::cell::RefCell::new(None::<js_sys::Function>));
        let waiting = resolve.clone();
        let on_message = Closure::<dyn Fn()>::new(move || {
            if let Some(resolve) = waiting.borrow_mut().take() {
                // A resolve function takes any value and never throws.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        channel.port1().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        Some(Self { channel, resolve })
    }

    async fn pass(&self) {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            *self.resolve.borrow_mut() = Some(resolve);
        });
        if self.channel.port2().post_message(&JsValue::NULL).is_ok() {
            // The promise is only ever resolved.
            let _ = JsFuture::from(promise).await;
        }
    }
}

impl Host for Page {
    fn now(&self) -> f64 {
        self.scope.performance().map_or(0.0, |performance| performance.now() / 1000.0)
    }

    fn emit(&self, message: Message) {
        let json = match serde_json::to_string(&message) {
            Ok(json) => json,
            Err(error) => return web_sys::console::error_1(&error.to_string().into()),
        };
        if let Err(error) = self.scope.post_message(&Array::of1(&json.into())) {
            web_sys::console::error_1(&error);
        }
    }

    async fn breathe(&self) {
        if let Some(turn) = &self.turn {
            turn.pass().await;
        }
    }

    fn project(&self) -> Option<String> {
        self.store.as_ref().ok()?.project()
    }

    fn no_store(&self) -> Option<String> {
        self.store.as_ref().err().cloned().flatten()
    }

    fn saved_at(&self) -> Option<f64> {
        self.store.as_ref().ok()?.saved_at()
    }

    fn set_aside(&self, files: &[&[u8]]) {
        if let Ok(store) = &self.store {
            store.set_aside(files);
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        match &self.store {
            Ok(store) => store.read(key).await,
            Err(_) => Ok(None),
        }
    }

    async fn write(&self, changes: Vec<Change>) -> Result<(), String> {
        match &self.store {
            Ok(store) => store.write(changes).await,
            Err(_) => Ok(()),
        }
    }

    async fn forget(&self) -> Result<(), String> {
        match &self.store {
            Ok(store) => store.forget().await,
            Err(_) => Ok(()),
        }
    }
}
