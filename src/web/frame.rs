//! The frame around the page: an embedding page's messages become commands, and events go up to it.
//!
//! Messages are `{source: "polyhead", version: 1, id, type, payload}`; an answer carries its request's id and the type
//! `reply` or `error`, an event the id `null`. Only the window that holds this one is listened to.

use std::cell::RefCell;
use std::rc::Rc;

use futures::future::try_join_all;
use js_sys::{ArrayBuffer, Object};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File, MessageEvent, ResizeObserver, Window};

use super::bridge::Bridge;
use super::{address, file, property, unpacker};
use crate::config::SweepConfig;
use crate::protocol::{Command, Event, Failure, JoinRequest, LoadRequest, Stage};
use crate::report::DeviceInfo;

const SOURCE: &str = "polyhead";
const VERSION: f64 = 1.0;

/// The window that holds this page in a frame.
#[derive(Clone)]
pub struct Frame {
    parent: Window,
    device: Rc<RefCell<Option<DeviceInfo>>>,
    /// Why there is no device, once that is known.
    failure: Rc<RefCell<Option<Failure>>>,
    /// Ids of requests that wait for the device to be known.
    waiting: Rc<RefCell<Vec<Value>>>,
}

impl Frame {
    /// The frame, if there is one.
    pub fn find() -> Option<Self> {
        let parent = web_sys::window()?.parent().ok().flatten()?;
        address::is_embedded().then(|| Self {
            parent,
            device: Rc::default(),
            failure: Rc::default(),
            waiting: Rc::default(),
        })
    }

    /// Tells the embedding page what the worker said.
    pub fn forward(&self, event: &Event) {
        match event {
            Event::Ready(device) => {
                *self.device.borrow_mut() = Some(device.clone());
                self.failure.take();
                for id in self.waiting.take() {
                    self.post(&id, "reply", &json!(device));
                }
                self.tell("polyhead-ready", &json!(device));
            }
            Event::Reading { name, read, total, done } => {
                let reading = json!({"name": name, "read": read, "total": total, "done": done});
                self.tell("polyhead-reading", &reading);
            }
            Event::Loaded(summary) => self.tell("polyhead-data", &json!(summary)),
            Event::Step(report) => self.tell("polyhead-metrics", &json!(report)),
            Event::Epoch(report) => self.tell("polyhead-metrics", &json!(report)),
            Event::Comparing(progress) => self.tell("polyhead-comparing", &json!(progress)),
            Event::Compared(report) => self.tell("polyhead-compared", &json!(report)),
            Event::Sweeping(progress) => self.tell("polyhead-sweeping", &json!(progress)),
            Event::Swept(report) => self.tell("polyhead-swept", &json!(report)),
            Event::Status { status, step } => {
                self.tell("polyhead-status", &json!({"status": status, "step": step}));
            }
            Event::Failed(failure) => {
                if failure.stage == Stage::Worker {
                    *self.failure.borrow_mut() = Some(failure.clone());
                    for id in self.waiting.take() {
                        self.post(&id, "error", &json!(failure));
                    }
                }
                self.tell("polyhead-error", &json!(failure));
            }
            Event::Configured { .. }
            | Event::Finished(_)
            | Event::Report(_)
            | Event::Runs(_)
            | Event::Predicted(_)
            | Event::Rows { .. }
            | Event::Keys(_)
            | Event::Looked(_)
            | Event::Probed(_)
            | Event::Restored { .. }
            | Event::Saved { .. }
            | Event::Lost { .. }
            | Event::Toy(_) => {}
        }
    }

    /// Serves the embedding page from now on, and tells it the page's height.
    pub fn serve(&self, bridge: Bridge) {
        self.watch_height();
        let Some(window) = web_sys::window() else { return };
        let frame = self.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let is_parent = event.source().is_some_and(|source| Object::is(&source, &frame.parent));
            if !is_parent || text(&event.data(), "source").as_deref() != Some(SOURCE) {
                return;
            }
            let (frame, bridge) = (frame.clone(), bridge.clone());
            spawn_local(async move { frame.handle(&event.data(), &bridge).await });
        });
        // Listening to messages is never refused.
        let _ = window.add_event_listener_with_callback("message", on_message.as_ref().unchecked_ref());
        on_message.forget();
        // What was asked before this is asked again.
        self.tell("polyhead-open", &Value::Null);
    }

    async fn handle(&self, message: &JsValue, bridge: &Bridge) {
        let id = property(message, "id").map_or(Value::Null, |id| plain(&id));
        let kind = text(message, "type").unwrap_or_default();
        let version = property(message, "version").and_then(|version| version.as_f64());
        if version != Some(VERSION) {
            let problem = "version: this page speaks version 1 of the messages";
            return self.post(&id, "error", &json!({"message": problem}));
        }
        if kind == "ready" {
            let (device, failure) = (self.device.borrow().clone(), self.failure.borrow().clone());
            return match (failure, device) {
                (Some(failure), _) => self.post(&id, "error", &json!(failure)),
                (None, Some(device)) => self.post(&id, "reply", &json!(device)),
                (None, None) => self.waiting.borrow_mut().push(id),
            };
        }
        let payload = property(message, "payload").unwrap_or(JsValue::UNDEFINED);
        match answer(&kind, &payload, bridge).await {
            Ok(payload) => self.post(&id, "reply", &payload),
            Err(message) => self.post(&id, "error", &json!({"message": message})),
        }
    }

    fn tell(&self, kind: &str, payload: &Value) {
        self.post(&Value::Null, kind, payload);
    }

    fn post(&self, id: &Value, kind: &str, payload: &Value) {
        let message =
            json!({"source": SOURCE, "version": VERSION as u32, "id": id, "type": kind, "payload": payload});
        if let Ok(message) = js_sys::JSON::parse(&message.to_string()) {
            // Any page may embed this one; whoever does asked for these messages.
            let _ = self.parent.post_message(&message, "*");
        }
    }

    fn watch_height(&self) {
        let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|page| page.body())
        else {
            return;
        };
        let (frame, observed) = (self.clone(), body.clone());
        let on_resize = Closure::<dyn Fn()>::new(move || {
            let height = observed.get_bounding_client_rect().height().ceil();
            frame.tell("polyhead-resize", &json!({"height": height}));
        });
        if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&body);
        }
        on_resize.forget();
    }
}

/// Does what one message asks for; the answer or a sentence comes back.
async fn answer(kind: &str, payload: &JsValue, bridge: &Bridge) -> Result<Value, String> {
    let mut files = Vec::new();
    let command = match kind {
        "loadData" => {
            let turn = bridge.next_table();
            let (load, bytes) = load_request(payload).await?;
            if !turn.is_latest() {
                return Err(format!(
                    "“{}” was left out, as another table was asked for before it could be read",
                    load.name
                ));
            }
            files = bytes;
            Command::Load(load)
        }
        "cancelLoad" => Command::CancelLoad,
        "configure" => Command::Configure(plain(payload)),
        "getState" => Command::Configure(json!({})),
        "train" => Command::Train { epochs: option(payload, "epochs")? },
        "pause" => Command::Pause,
        "resume" => Command::Resume,
        "step" => Command::Step { count: option(payload, "count")?.unwrap_or(1) },
        "stop" => Command::Stop,
        "reset" => Command::Reset,
        "compare" => Command::Compare { seeds: option(payload, "seeds")? },
        "compareGrouping" => Command::CompareGrouping {
            groups: option(payload, "groups")?.ok_or("groups: expected a list of groups of tasks")?,
            seeds: option(payload, "seeds")?,
        },
        "cancelComparison" => Command::CancelComparison,
        "sweep" => Command::Sweep(SweepConfig {
            weightings: option(payload, "weightings")?.unwrap_or_default(),
            architectures: option(payload, "architectures")?.unwrap_or_default(),
            learning_rates: option(payload, "learningRates")?.unwrap_or_default(),
            seeds: option(payload, "seeds")?.unwrap_or(SweepConfig::default().seeds),
        }),
        "pauseSweep" => Command::PauseSweep,
        "resumeSweep" => Command::ResumeSweep,
        "cancelSweep" => Command::CancelSweep,
        "runs" => Command::Runs,
        "recall" => {
            let run = option(payload, "run")?.ok_or("run: expected the number of a run")?;
            Command::Recall { run }
        }
        "predict" => Command::Predict {
            run: option(payload, "run")?,
            rows: option(payload, "rows")?.unwrap_or_default(),
        },
        "report" => Command::Report { run: option(payload, "run")? },
        "probe" => Command::Probe,
        "cancelProbe" => Command::CancelProbe,
        _ => return Err(format!("type: “{kind}” is not known; see polyhead.d.ts for those that are")),
    };
    let event = bridge.ask(command, files).await.map_err(|failure| failure.message)?;
    Ok(match event {
        Event::Loaded(summary) => json!(summary),
        Event::Configured { config, .. } => json!(config),
        Event::Finished(report) | Event::Compared(report) => json!(report),
        Event::Report(report) => json!(report),
        Event::Swept(report) => json!(report),
        Event::Runs(runs) => json!(runs),
        Event::Probed(report) => json!(report),
        Event::Predicted(predictions) => json!(predictions),
        Event::Status { status, step } => json!({"status": status, "step": step}),
        Event::Ready(_)
        | Event::Reading { .. }
        | Event::Step(_)
        | Event::Epoch(_)
        | Event::Looked(_)
        | Event::Comparing(_)
        | Event::Sweeping(_)
        | Event::Rows { .. }
        | Event::Keys(_)
        | Event::Toy(_)
        | Event::Restored { .. }
        | Event::Saved { .. }
        | Event::Lost { .. }
        | Event::Failed(_) => Value::Null,
    })
}

async fn load_request(payload: &JsValue) -> Result<(LoadRequest, Vec<ArrayBuffer>), String> {
    let source = property(payload, "source").ok_or("source: expected text, bytes, rows or files")?;
    let key = text(payload, "join");
    let (bytes, join) = match file::several(&source) {
        Some(blobs) => {
            let name = |(place, blob): (usize, &Blob)| match blob.dyn_ref::<File>() {
                Some(file) => file.name(),
                None => format!("file {}", place + 1),
            };
            let join =
                JoinRequest { files: blobs.iter().enumerate().map(name).collect(), others: Vec::new(), key };
            (try_join_all(blobs.iter().map(|blob| file::of_value(blob))).await?, Some(join))
        }
        None if key.is_some() => {
            return Err("join: expected two or more Blobs or Files in an array as the source".into());
        }
        None => (vec![file::of_value(&source).await?], None),
    };
    let mut load = LoadRequest {
        name: text(payload, "name")
            .or_else(|| join.as_ref().map(|join| join.files.join(" + ")))
            .unwrap_or_else(|| "table".into()),
        bytes: Vec::new(),
        roles: option(payload, "roles")?.unwrap_or_default(),
        types: option(payload, "types")?.unwrap_or_default(),
        keeps_choices: false,
        missing_marks: option(payload, "missingMarks")?,
        reading: option(payload, "reading")?.unwrap_or_default(),
        sheet: text(payload, "sheet"),
        written_as: None,
        oddities: Vec::new(),
        uses_saved_files: false,
        join,
    };
    let files = unpacker::unpack_all(bytes, &mut load).await?;
    Ok((load, files))
}

/// A field of a message's payload, if it is there.
fn option<T: DeserializeOwned>(payload: &JsValue, name: &str) -> Result<Option<T>, String> {
    let Some(value) = property(payload, name) else {
        return Ok(None);
    };
    serde_json::from_value(plain(&value)).map(Some).map_err(|error| format!("{name}: {error}"))
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    property(object, name)?.as_string()
}

/// A JavaScript value as plain data; what JSON can't hold becomes null.
fn plain(value: &JsValue) -> Value {
    let json = js_sys::JSON::stringify(value).ok().and_then(|json| json.as_string());
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or(Value::Null)
}
