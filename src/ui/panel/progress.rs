//! How far a large table is read, and a button that ends it.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::ui::state::AppState;

/// How far a table is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// File or example name.
    pub name: String,
    /// Bytes of its text read so far.
    pub read: usize,
    /// All of them.
    pub total: usize,
    /// Share of all work, from 0 to 1.
    pub done: f64,
}

impl Progress {
    /// What is being done.
    fn text(&self) -> String {
        let megabytes = |bytes: usize| bytes / 1_000_000;
        let Self { name, read, total, .. } = self;
        if read == total {
            return format!("Finding what the columns of “{name}” hold");
        }
        format!("Reading “{name}”: {} of {} MB", megabytes(*read), megabytes(*total))
    }
}

/// A bar, shown only while a table is read that takes a while.
#[component]
pub fn ReadingProgress() -> impl IntoView {
    let state = expect_context::<AppState>();
    let of = move |read: fn(&Progress) -> String| state.reading.with(|reading| reading.as_ref().map(read));
    view! {
        <Show when=move || state.reading.with(Option::is_some)>
            <div class="reading">
                <label>
                    {move || of(Progress::text)}
                    <progress max="1" value=move || of(|reading| reading.done.to_string())></progress>
                </label>
                <button on:click=move |_| state.send(Command::CancelLoad)>"Cancel"</button>
            </div>
        </Show>
    }
}
