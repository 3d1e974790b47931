//! What to do with several files that came at once: join them by a key, or take one of them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, MouseEvent};

use crate::table::join::Key;
use crate::ui::control::{Choice, Item};
use crate::ui::format::count;
use crate::ui::origin::Origin;
use crate::ui::state::AppState;
use crate::web::focus;

/// The question, while there are files.
#[component]
pub fn Joining(
    /// Those that came; none once it is answered.
    files: RwSignal<Vec<File>, LocalStorage>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let first = RwSignal::new(0_usize);
    let keys = RwSignal::new(None::<Vec<Key>>);
    let key = RwSignal::new(String::new());
    let asked = StoredValue::new(0_u32);
    // The one with the rows goes first.
    let ordered = move || {
        let mut files = files.get();
        if first.get() < files.len() {
            let file = files.remove(first.get());
            files.insert(0, file);
        }
        files
    };
    Effect::new(move || {
        files.track();
        first.set(0);
    });
    Effect::new(move || {
        let files = ordered();
        keys.set(None);
        key.set(String::new());
        asked.update_value(|asked| *asked += 1);
        if files.is_empty() {
            return;
        }
        let question = asked.get_value();
        spawn_local(async move {
            let found = state.keys(Origin::Files(files, None)).await.unwrap_or_default();
            // Other files may have come since.
            if asked.get_value() == question {
                key.set(found.first().map(|key| key.name.clone()).unwrap_or_default());
                keys.set(Some(found));
            }
        });
    });
    let chosen = move || {
        keys.with(|keys| keys.iter().flatten().find(|found| key.with(|key| *key == found.name)).cloned())
    };
    let first_name = move || ordered().first().map(File::name).unwrap_or_default();
    let can_join = move || chosen().is_some_and(|key| key.problem.is_none());
    // The question goes, and the focus with it.
    let end = move |event: MouseEvent| {
        focus::to_heading_of(&event_target(&event));
        files.set(Vec::new());
    };
    let join = move |event| {
        state.load(Origin::Files(ordered(), Some(key.get())));
        end(event);
    };
    let take_first = move |event| {
        if let Some(file) = ordered().into_iter().next() {
            state.load(Origin::File(file));
        }
        end(event);
    };
    let first_choice = move || {
        let name = |(place, file): (usize, File)| Item::new(place.to_string(), file.name());
        view! {
            <Choice
                label="Rows come from"
                items=files.get().into_iter().enumerate().map(name).collect()
                value=Signal::derive(move || first.get().to_string())
                on_choose=move |place| first.set(place.parse().unwrap_or_default())
                hint="Each of its rows gets the cells of the rows with the same key in the others."
            />
        }
    };
    let key_choice = move || match keys.get() {
        None => view! { <p class="hint">"Looking for columns that all of them have …"</p> }.into_any(),
        Some(keys) if keys.is_empty() => {
            let text = "These files can't be joined: they have no column name in common. Give the column by which their rows belong together one name in all of them, or take one file.";
            view! { <p class="hint">{text}</p> }.into_any()
        }
        Some(keys) => {
            let name = |key: Key| Item::new(key.name.clone(), key.name);
            view! {
                <Choice
                    label="Key"
                    items=keys.into_iter().map(name).collect()
                    value=key
                    on_choose=move |name| key.set(name)
                    hint=Signal::derive(move || chosen().map(|key| explain(&key)).unwrap_or_default())
                />
            }
            .into_any()
        }
    };
    view! {
        <Show when=move || files.with(|files| !files.is_empty())>
            <section class="joining" aria-label="Several files">
                <p role="status">
                    <strong>{move || files.with(|files| files.len())}" files came at once. "</strong>
                    "Join them to one table by a key, the column that says which rows belong together, or take one."
                </p>
                <div class="fields">{first_choice}{key_choice}</div>
                <p class="buttons">
                    <button class="primary" on:click=join disabled=move || !can_join()>
                        {move || format!("Join by “{}”", key.get())}
                    </button>
                    <button on:click=take_first>{move || format!("Take only {}", first_name())}</button>
                    <button class="quiet" on:click=end>"Cancel"</button>
                </p>
            </section>
        </Show>
    }
}

fn explain(key: &Key) -> String {
    key.problem.clone().unwrap_or_else(|| {
        format!("{} rows match; the key has {} different values.", count(key.matched), count(key.distinct))
    })
}
