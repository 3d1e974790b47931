//! How a table is brought in: dropped anywhere on the page, chosen, or pasted.

use std::rc::Rc;

use leptos::ev;
use leptos::html::{Button, Input};
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

use super::joining::Joining;
use crate::ui::origin::Origin;
use crate::ui::state::AppState;

/// What the file dialog offers.
const ACCEPTED: &str = ".csv,.tsv,.tab,.txt,.data,.arff,.libsvm,.svm,.json,.jsonl,.ndjson,.geojson,.gz,.tgz,.tar,.zip,.zst,.br,.parquet,.pq,.xlsx,.xlsb,.xls,.ods,text/csv,text/tab-separated-values,application/json";

/// Takes a table in.
#[component]
pub fn DropZone() -> impl IntoView {
    let state = expect_context::<AppState>();
    let input = NodeRef::<Input>::new();
    let several = RwSignal::new_local(Vec::new());
    let take = move |list: FileList| {
        let mut files: Vec<File> = (0..).map_while(|index| list.get(index)).collect();
        let only = if files.len() == 1 { files.pop() } else { None };
        several.set(files);
        if let Some(file) = only {
            state.load(Origin::File(file));
        }
    };
    let is_over = watch_drops(take);
    let on_choose = move |_| {
        if let Some(input) = input.get() {
            if let Some(files) = input.files() {
                take(files);
            }
            // So that choosing the same file again is a change too.
            input.set_value("");
        }
    };
    view! {
        <div class="drop" class:over=is_over>
            <p>
                <strong>"Use your own data: "</strong>
                "drop a CSV, TSV, JSON, Excel or Parquet file (also zipped) anywhere here, or several to join, or"
            </p>
            <Paste>
                <label class="button">
                    "Browse …"
                    <input type="file" multiple accept=ACCEPTED node_ref=input on:change=on_choose/>
                </label>
            </Paste>
        </div>
        <Joining files=several/>
    }
}

/// Gives every file that is dropped on the page to `take`; says whether one is held over it.
fn watch_drops(take: impl Fn(FileList) + 'static) -> RwSignal<bool> {
    let is_over = RwSignal::new(false);
    // Text that is dragged from field to field is none of ours.
    let has_files = |event: &DragEvent| {
        event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    let over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Between two parts of the page it is left and entered at once.
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        if !has_files(&event) {
            return;
        }
        event.prevent_default();
        is_over.set(false);
        if let Some(files) = event.data_transfer().and_then(|transfer| transfer.files()) {
            take(files);
        }
    });
    on_cleanup(move || [over, leave, dropped].into_iter().for_each(|listener| listener.remove()));
    is_over
}

/// The buttons, and a field for a pasted table; its text stays until it is read.
#[component]
fn Paste(
    /// Buttons before this one.
    children: Children,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let button = NodeRef::<Button>::new();
    let is_read = move || {
        text.set(String::new());
        is_open.set(false);
        if let Some(button) = button.get_untracked() {
            // A refusal leaves the focus where it was.
            let _ = button.focus();
        }
    };
    let load = move |_| state.load_then(Origin::Text(text.get_untracked()), Rc::new(is_read), Rc::new(|| {}));
    view! {
        <p class="buttons">
            {children()}
            <button
                node_ref=button
                on:click=move |_| is_open.update(|is| *is = !*is)
                aria-expanded=move || is_open.get().to_string()
            >
                "Paste …"
            </button>
        </p>
        <Show when=move || is_open.get()>
            <label class="paste">
                "Table, with a header row"
                <textarea
                    rows="6"
                    spellcheck="false"
                    prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
            </label>
            <button on:click=load disabled=move || text.with(|text| text.trim().is_empty())>
                "Read the pasted table"
            </button>
        </Show>
    }
}
