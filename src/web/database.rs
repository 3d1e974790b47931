//! IndexedDB as a list of bytes by key, in one object store. Its few calls are declared here, as web-sys's would rebuild all of wgpu.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::property;

const NAME: &str = "polyhead";
const VERSION: u32 = 1;
const PARTS: &str = "parts";

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<JsValue, JsValue>;

    type Connection;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_object_store(this: &Connection, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Connection, stores: &str, mode: &str) -> Result<RawTransaction, JsValue>;

    type RawTransaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn object_store(this: &RawTransaction, name: &str) -> Result<Parts, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn abort(this: &RawTransaction) -> Result<(), JsValue>;

    type Parts;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Parts, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    fn get_all_keys(this: &Parts) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Parts, value: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Parts, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn clear(this: &Parts) -> Result<JsValue, JsValue>;
}

/// An open connection.
pub struct Database(Connection);

/// Changes that are all made, or none of them.
pub struct Transaction {
    raw: RawTransaction,
    parts: Parts,
}

impl Database {
    /// Opens it, and makes it where it is not there yet.
    ///
    /// # Errors
    /// Why the browser refuses that, as a clause; so do the other functions.
    pub async fn open() -> Result<Self, String> {
        let factory =
            property(&js_sys::global(), "indexedDB").ok_or("this browser keeps nothing for this page")?;
        let request =
            factory.unchecked_into::<Factory>().open(NAME, VERSION).map_err(|error| clause(&error))?;
        let opening = request.clone();
        let on_upgrade = Closure::once_into_js(move |_: JsValue| {
            // Where it can't be made, the request fails, which is said.
            if let Some(connection) = property(&opening, "result") {
                let _ = connection.unchecked_into::<Connection>().create_object_store(PARTS);
            }
        });
        set(&request, "onupgradeneeded", &on_upgrade);
        settled(&request, "onsuccess", ["onerror", "onblocked"]).await?;
        let connection = property(&request, "result").ok_or("the browser opened nothing")?;
        Ok(Self(connection.unchecked_into()))
    }

    /// Begins to change it.
    pub fn begin(&self) -> Result<Transaction, String> {
        self.transaction("readwrite")
    }

    fn transaction(&self, mode: &str) -> Result<Transaction, String> {
        let raw = self.0.transaction(PARTS, mode).map_err(|error| clause(&error))?;
        let parts = raw.object_store(PARTS).map_err(|error| clause(&error))?;
        Ok(Transaction { raw, parts })
    }

    /// The bytes under a key.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        let found = done(self.transaction("readonly")?.parts.get(key)).await?;
        Ok(found.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()))
    }

    /// Every key.
    pub async fn keys(&self) -> Result<Vec<String>, String> {
        let found = done(self.transaction("readonly")?.parts.get_all_keys()).await?;
        Ok(Array::from(&found).iter().filter_map(|key| key.as_string()).collect())
    }

    /// Deletes all.
    pub async fn clear(&self) -> Result<(), String> {
        let transaction = self.begin()?;
        transaction.parts.clear().map_err(|error| clause(&error))?;
        transaction.commit().await
    }
}

impl Transaction {
    /// Puts bytes under a key; where that is refused at once, nothing of the transaction is made.
    pub fn put(&self, key: &str, bytes: &Uint8Array) -> Result<(), String> {
        self.parts.put(bytes, key).map(drop).map_err(|error| self.give_up(&error))
    }

    /// Deletes a key.
    pub fn delete(&self, key: &str) -> Result<(), String> {
        self.parts.delete(key).map(drop).map_err(|error| self.give_up(&error))
    }

    fn give_up(&self, error: &JsValue) -> String {
        // It may be over already.
        let _ = self.raw.abort();
        clause(error)
    }

    /// Waits until all is made.
    pub async fn commit(self) -> Result<(), String> {
        settled(&self.raw, "oncomplete", ["onerror", "onabort"]).await
    }
}

/// The result of a request.
async fn done(request: Result<JsValue, JsValue>) -> Result<JsValue, String> {
    let request = request.map_err(|error| clause(&error))?;
    settled(&request, "onsuccess", ["onerror", "onabort"]).await?;
    Ok(property(&request, "result").unwrap_or(JsValue::UNDEFINED))
}

/// Waits for the event of a request or a transaction that is good, or for one that is not.
async fn settled(target: &JsValue, good: &str, bad: [&str; 2]) -> Result<(), String> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        set(target, good, &resolve);
        bad.iter().for_each(|name| set(target, name, &reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(property(target, "error")
            .map_or_else(|| "the browser was asked to wait".into(), |error| clause(&error))),
    }
}

fn set(target: &JsValue, name: &str, value: &JsValue) {
    // Handlers of events can always be set.
    let _ = Reflect::set(target, &name.into(), value);
}

/// What went wrong, as a clause.
fn clause(error: &JsValue) -> String {
    let text = |name| property(error, name).and_then(|value| value.as_string()).unwrap_or_default();
    match text("name").as_str() {
        "QuotaExceededError" => "the disk is full, or this site may use no more of it".to_owned(),
        name => format!("{name}: {}", text("message")),
    }
}
