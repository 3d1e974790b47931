//! Starts the worker, carries requests to it, and hands every message on.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::opening::{Opening, Received};
use super::{address, lock, tab};
use crate::protocol::{Command, Event, Failure, Message, Request, Stage};

/// Milliseconds without a sign of life of a worker that starts, until that is said.
const PATIENCE: i32 = 30_000;

/// Milliseconds within which losses of workers are counted together.
const LATELY: f64 = 120_000.0;

/// The page's end of the channel to the worker.
#[derive(Clone)]
pub struct Bridge {
    worker: Rc<RefCell<Worker>>,
    /// Workers so far: what an earlier one still says is not listened to.
    generation: Rc<Cell<u32>>,
    /// When workers were lost lately, in milliseconds.
    losses: Rc<RefCell<Vec<f64>>>,
    waiting: Waiting,
    /// Why the worker answers nobody, if so.
    lost: Rc<RefCell<Option<Failure>>>,
    /// Signs of life while it starts.
    signs: Rc<Cell<u32>>,
    /// What is sent once the worker is up; messages posted before that would be lost.
    held: Held,
    next: Rc<Cell<u32>>,
    /// Tables asked for so far.
    tables: Rc<Cell<u32>>,
}

/// A table that was asked for, and may take a while to be had, so that others are asked for meanwhile.
pub struct TableTurn {
    number: u32,
    tables: Rc<Cell<u32>>,
}

impl TableTurn {
    /// Whether no other table was asked for since.
    pub fn is_latest(&self) -> bool {
        self.tables.get() == self.number
    }
}

/// Whom the worker's words concern.
#[derive(Clone)]
struct Listeners {
    on_event: Rc<dyn Fn(Event)>,
    on_received: Rc<dyn Fn(Received)>,
    on_restart: Rc<dyn Fn(String)>,
}

type Held = Rc<RefCell<Option<Vec<(Request, Vec<ArrayBuffer>)>>>>;
type Waiting = Rc<RefCell<HashMap<u32, oneshot::Sender<Event>>>>;

impl Bridge {
    /// Starts the worker; `on_event` gets everything it says, `on_received` how much of it has come until then, and `on_restart` why
    /// another one was started in its place.
    pub fn start(
        on_event: impl Fn(Event) + 'static,
        on_received: impl Fn(Received) + 'static,
        on_restart: impl Fn(String) + 'static,
    ) -> Result<Self, String> {
        let backend = address::parameter("backend").unwrap_or_else(|| "auto".into());
        let (worker, name) = begin(&backend, tab::is_reloaded())?;
        let held: Held = Rc::new(RefCell::new(Some(Vec::new())));
        let bridge = Self {
            worker: Rc::new(RefCell::new(worker)),
            generation: Rc::default(),
            losses: Rc::default(),
            waiting: Waiting::default(),
            lost: Rc::default(),
            signs: Rc::default(),
            held,
            next: Rc::new(Cell::new(1)),
            tables: Rc::default(),
        };
        let listeners = Listeners {
            on_event: Rc::new(on_event),
            on_received: Rc::new(on_received),
            on_restart: Rc::new(on_restart),
        };
        bridge.attend(listeners, name);
        Ok(bridge)
    }

    /// Notes that a table is asked for: of several, the last one asked for is to stay, however long each takes to be had.
    pub fn next_table(&self) -> TableTurn {
        self.tables.set(self.tables.get().wrapping_add(1));
        TableTurn { number: self.tables.get(), tables: self.tables.clone() }
    }

    /// Sends a command; files travel beside it without being copied. The answer or the failure comes back.
    pub async fn ask(&self, command: Command, files: Vec<ArrayBuffer>) -> Result<Event, Failure> {
        if let Some(failure) = self.lost.borrow().clone() {
            return Err(failure);
        }
        let id = self.next.replace(self.next.get().wrapping_add(1));
        let (sender, answer) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, sender);
        let request = Request { id, command };
        if let Some(held) = self.held.borrow_mut().as_mut() {
            held.push((request, files));
        } else {
            self.post(&request, &files).map_err(|error| failure(&error))?;
        }
        match answer.await {
            Ok(Event::Failed(failure)) => Err(failure),
            Ok(event) => Ok(event),
            Err(_) => Err(failure("the worker stopped before it could answer: ask again once it is up")),
        }
    }

    /// Listens to the present worker.
    fn attend(&self, listeners: Listeners, name: String) {
        self.watch(listeners.clone());
        self.expect_sign(listeners.on_event.clone());
        self.listen(listeners, name);
    }

    fn listen(&self, listeners: Listeners, name: String) {
        let (bridge, generation) = (self.clone(), self.generation.get());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if bridge.generation.get() != generation {
                return;
            }
            let on_event = &listeners.on_event;
            match Opening::of(&event.data()) {
                Some(Opening::Received(received)) => {
                    bridge.expect_sign(on_event.clone());
                    return (listeners.on_received)(received);
                }
                Some(Opening::Failed(reason)) => return bridge.lose(&reason, &listeners),
                None => {}
            }
            let json = event.data().dyn_ref::<Array>().and_then(|parts| parts.get(0).as_string());
            let message = json.and_then(|json| serde_json::from_str::<Message>(&json).ok());
            let Some(Message { reply, event }) = message else {
                return on_event(Event::Failed(failure(
                    "the worker sent something unreadable: reload the page",
                )));
            };
            if matches!(event, Event::Ready(_)) {
                bridge.signs.set(bridge.signs.get().wrapping_add(1));
                bridge.release();
                bridge.mourn(&name, listeners.clone());
            }
            if let Event::Lost { reason } = &event {
                return bridge.lose(reason, &listeners);
            }
            let sender = reply.and_then(|id| bridge.waiting.borrow_mut().remove(&id));
            on_event(event.clone());
            if let Some(sender) = sender {
                // Whoever asked may have gone.
                let _ = sender.send(event);
            }
        });
        self.worker.borrow().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
    }

    /// Sends what was held back while the worker started.
    fn release(&self) {
        for (request, files) in self.held.take().unwrap_or_default() {
            if self.post(&request, &files).is_err() {
                // Its sender goes, which tells whoever asked.
                self.waiting.borrow_mut().remove(&request.id);
            }
        }
    }

    /// Says that the worker is silent unless it gives a sign of life in time. One that comes up later after all is used.
    fn expect_sign(&self, on_event: Rc<dyn Fn(Event)>) {
        let expected = self.signs.get().wrapping_add(1);
        self.signs.set(expected);
        let bridge = self.clone();
        let on_silence = Closure::once_into_js(move || {
            if bridge.signs.get() == expected {
                let seconds = PATIENCE / 1000;
                let message = format!(
                    "the worker, which trains, gave no sign of life for {seconds} seconds: check the connection and reload the page"
                );
                on_event(Event::Failed(failure(&message)));
            }
        });
        if let Some(window) = web_sys::window() {
            // Without a timer only this help is lost.
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(on_silence.unchecked_ref(), PATIENCE);
        }
    }

    /// Notices the end of a worker that can't say anything any more.
    fn mourn(&self, name: &str, listeners: Listeners) {
        let (bridge, generation, name) = (self.clone(), self.generation.get(), name.to_owned());
        spawn_local(async move {
            if lock::released(&name).await.is_ok() && bridge.generation.get() == generation {
                bridge.lose("the browser ended it", &listeners);
            }
        });
    }

    fn watch(&self, listeners: Listeners) {
        let (bridge, generation) = (self.clone(), self.generation.get());
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            if bridge.generation.get() != generation {
                return;
            }
            let reason = event.message();
            let reason = if reason.is_empty() { "its files could not be loaded".into() } else { reason };
            bridge.lose(&reason, &listeners);
        });
        self.worker.borrow().set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
    }

    /// A lost worker answers nobody: all who wait are told. Another is started in its place, if it was up and not too many were lost
    /// lately; else all who ask from now on are told, too.
    fn lose(&self, reason: &str, listeners: &Listeners) {
        self.signs.set(self.signs.get().wrapping_add(1));
        self.generation.set(self.generation.get().wrapping_add(1));
        self.worker.borrow().terminate();
        let was_up = self.held.borrow().is_none();
        let began = if was_up { self.restart() } else { Err(reason.to_owned()) };
        match began {
            Ok(name) => {
                self.waiting.borrow_mut().clear();
                self.attend(listeners.clone(), name);
                (listeners.on_restart)(reason.to_owned());
            }
            Err(reason) => {
                let failure = failure(&stopped(&reason));
                *self.lost.borrow_mut() = Some(failure.clone());
                (listeners.on_event)(Event::Failed(failure));
                self.waiting.borrow_mut().clear();
            }
        }
    }

    /// Starts another worker: after a first loss on the same device, after a second one on the CPU.
    fn restart(&self) -> Result<String, String> {
        let now = js_sys::Date::now();
        let mut losses = self.losses.borrow_mut();
        losses.retain(|lost| now - lost < LATELY);
        losses.push(now);
        let wish = address::parameter("backend").unwrap_or_else(|| "auto".into());
        let backend = match losses.len() {
            1 => wish,
            2 => "cpu".to_owned(),
            _ => return Err("it was started again twice, and stopped each time".to_owned()),
        };
        let (worker, name) = begin(&backend, true)?;
        *self.worker.borrow_mut() = worker;
        *self.held.borrow_mut() = Some(Vec::new());
        Ok(name)
    }

    fn post(&self, request: &Request, files: &[ArrayBuffer]) -> Result<(), String> {
        let json = serde_json::to_string(request).map_err(|error| error.to_string())?;
        let transferred: Array = files.iter().collect();
        let parts = Array::of1(&json.into()).concat(&transferred);
        self.worker
            .borrow()
            .post_message_with_transfer(&parts, &transferred)
            .map_err(|error| format!("the worker could not be reached ({error:?}): reload the page"))
    }
}

/// Starts a worker on a device; its name is a lock that it holds while it lives.
///
/// - `is_again`: whether another may just be ending that has the project of this tab
fn begin(backend: &str, is_again: bool) -> Result<(Worker, String), String> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let name = format!("polyhead-worker/{}", js_sys::Math::random());
    let mut query = format!("backend={}&name={}", encode(backend), encode(&name));
    if let Some(project) = tab::wish() {
        query += &format!("&keep={}&at={}", encode(&project), encode(&address::table()));
        query += if is_again { "&waits=yes" } else { "" };
    }
    let worker = Worker::new_with_options(&worker_address(&query), &options)
        .map_err(|error| format!("the worker could not be started ({error:?}): reload the page"))?;
    Ok((worker, name))
}

/// Where a worker starts. Its files have no hash in their names, so the page's build id goes along.
pub(super) fn worker_address(query: &str) -> String {
    let build = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("meta[name=polyhead-worker]").ok().flatten())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default();
    format!("./start-worker.js?v={build}&{query}")
}

fn stopped(reason: &str) -> String {
    format!("the worker stopped ({reason}): check the connection, and reload the page to go on")
}

fn failure(message: &str) -> Failure {
    Failure { stage: Stage::Worker, message: message.to_owned(), place: None, remedy: None }
}
