//! Files that have to be unpacked, told by their first bytes, become text in workers that are only there for them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::bridge::worker_address;
use super::opening::Opening;
use crate::protocol::LoadRequest;
use crate::read::signature::{self, Container};

/// Modules that one file may go through, as a workbook in a zip archive does.
const MOST_MODULES: usize = 3;

/// A module that unpacks files, and what they are called in sentences.
#[derive(Clone, Copy)]
struct Module {
    /// Of its wasm file.
    name: &'static str,
    what: &'static str,
}

/// The bytes of a request's files as the session reads them.
pub async fn unpack_all(
    files: Vec<ArrayBuffer>,
    request: &mut LoadRequest,
) -> Result<Vec<ArrayBuffer>, String> {
    let mut unpacked = Vec::new();
    for (index, mut file) in files.into_iter().enumerate() {
        let joined = request.join.as_ref().and_then(|join| join.files.get(index)).cloned();
        let mut name = joined.clone().unwrap_or_else(|| request.name.clone());
        let said = joined.map(|name| format!("“{name}”: ")).unwrap_or_default();
        for _ in 0..MOST_MODULES {
            let Some(module) = module_for(&file, &name) else { break };
            let sheet = request.sheet.clone().filter(|_| index == 0);
            let answer =
                unpack(module, file, &name, sheet).await.map_err(|message| format!("{said}{message}"))?;
            file = answer
                .get(0)
                .dyn_into()
                .map_err(|_| module.trouble("its worker answered without the file"))?;
            if index == 0 {
                let format = answer.get(1).as_string();
                request.written_as = format
                    .and_then(|format| serde_json::from_value(format.into()).ok())
                    .or(request.written_as);
            }
            let oddities = answer.iter().skip(2).filter_map(|oddity| oddity.as_string());
            request.oddities.extend(oddities.map(|oddity| format!("{said}{oddity}")));
            // An ending tells of Brotli once.
            name.clear();
        }
        unpacked.push(file);
    }
    Ok(unpacked)
}

/// The module that a file is for, if it is for any.
fn module_for(file: &ArrayBuffer, name: &str) -> Option<Module> {
    let name = name.to_lowercase();
    // A zip archive names its parts at its end, a tar archive tells what it is in the first half kilobyte.
    let length = file.byte_length();
    let head = Uint8Array::new_with_byte_offset_and_length(file, 0, length.min(512)).to_vec();
    let mut container = signature::container(&head);
    if container == Some(Container::Zip) {
        container = signature::container(&Uint8Array::new(file).to_vec());
    }
    let name = match container {
        Some(Container::Workbook) => return Some(Module { name: "workbook", what: "workbook" }),
        Some(Container::Parquet) => "Parquet file",
        Some(Container::Zip) => "zip archive",
        Some(Container::Tar) => "tar archive",
        Some(Container::Zstandard) => "Zstandard file",
        // The session unpacks these itself, but for archives in them.
        Some(Container::Gzip) if name.ends_with(".tar.gz") || name.ends_with(".tgz") => "tar archive",
        None if name.ends_with(".br") => "Brotli file",
        Some(Container::Gzip) | None => return None,
    };
    Some(Module { name: "unpack", what: name })
}

impl Module {
    fn trouble(self, reason: &str) -> String {
        format!("the {} can't be read ({reason}): reload the page and try again", self.what)
    }

    fn not_loaded(self) -> String {
        format!(
            "the {} can't be read (the part of the page that does so could not be loaded): check the connection and try again",
            self.what
        )
    }
}

/// What a module answers for a file.
async fn unpack(
    module: Module,
    file: ArrayBuffer,
    name: &str,
    sheet: Option<String>,
) -> Result<Array, String> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let what = module.what;
    let worker = Worker::new_with_options(&worker_address(&format!("module={}", module.name)), &options)
        .map_err(|error| module.trouble(&format!("its worker could not be started, {error:?}")))?;
    let (sender, answer) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = move |result: Result<Array, String>| {
        if let Some(sender) = sender.take() {
            // Whoever asked may have gone.
            let _ = sender.send(result);
        }
    };
    let (tell_ended, asked) = (tell.clone(), worker.clone());
    let is_up = Rc::new(Cell::new(false));
    let was_up = is_up.clone();
    let sheet = sheet.map_or(JsValue::UNDEFINED, JsValue::from);
    let message = Array::of3(&file, &name.into(), &sheet);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match Opening::of(&data) {
            Some(Opening::Received(_)) => return,
            Some(Opening::Failed(_)) => return tell(Err(module.not_loaded())),
            None => {}
        }
        if data.is_null() {
            is_up.set(true);
            if let Err(error) = asked.post_message_with_transfer(&message, &Array::of1(&file)) {
                tell(Err(format!("the {what} could not be handed to its worker ({error:?}): try again")));
            }
        } else {
            let sentence = data.as_string().unwrap_or_default();
            tell(data.dyn_into().map_err(|_| sentence));
        }
    });
    let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
        // It is told where the user looks.
        event.prevent_default();
        tell_ended(Err(match was_up.get() {
            true => format!(
                "the {what} can't be read (it is damaged, or too large for this page's memory): write it again, or export it as CSV"
            ),
            false => module.not_loaded(),
        }));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let result = answer.await;
    worker.terminate();
    result.unwrap_or_else(|_| Err(module.trouble("its worker did not answer")))
}
