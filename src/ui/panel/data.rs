//! Step 1: a table comes in by drop, file dialog, paste or example; what was found in it is shown.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::DragEvent;

use super::columns::ColumnTable;
use super::joining::Joining;
use super::label_sets::LabelSets;
use super::pointer::Pointer;
use super::preview::Preview;
use super::progress::ReadingProgress;
use super::reading::Reading;
use super::reading_choice::ReadingChoices;
use crate::protocol::Stage;
use crate::schema::format::Format;
use crate::schema::role::Role;
use crate::table::gallery::Source;
use crate::table::summary::TableSummary;
use crate::task::label_set;
use crate::ui::app::Notice;
use crate::ui::format::{count, plural};
use crate::ui::origin::Origin;
use crate::ui::state::AppState;

/// The panel.
#[component]
pub fn DataPanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    view! {
        <section class="panel" id="data" aria-labelledby="data-title">
            <h2 id="data-title">
                <span class="place">"1"</span>
                "Data"
            </h2>
            <DropZone/>
            <ReadingProgress/>
            <Notice stage=Stage::Data/>
            {move || state.table.get().map(|table| view! { <Facts table/> })}
            <ReadingChoices/>
            <Show when=move || state.table.with(Option::is_some)>
                <ColumnTable/>
                <LabelSets/>
                <Preview/>
                <Reading/>
            </Show>
        </section>
    }
}

/// Takes a table in.
#[component]
fn DropZone() -> impl IntoView {
    let state = expect_context::<AppState>();
    let is_over = RwSignal::new(false);
    let is_pasting = RwSignal::new(false);
    let pasted = RwSignal::new(String::new());
    let input = NodeRef::<Input>::new();
    let several = RwSignal::new_local(Vec::new());
    let take = move |list: Option<web_sys::FileList>| {
        let Some(list) = list else { return };
        let mut files: Vec<web_sys::File> = (0..).map_while(|place| list.get(place)).collect();
        let only = if files.len() == 1 { files.pop() } else { None };
        several.set(files);
        if let Some(file) = only {
            state.load(Origin::File(file));
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|transfer| transfer.files()));
    };
    let on_choose = move |_| {
        if let Some(input) = input.get() {
            take(input.files());
            // So that choosing the same file again is a change too.
            input.set_value("");
        }
    };
    let load_pasted = move |_| {
        state.load(Origin::Text(pasted.get()));
        is_pasting.set(false);
    };
    view! {
        <div
            class="drop"
            class:over=is_over
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=on_drop
        >
            <p>
                <strong>"Use your own data: "</strong>
                "drop a CSV, TSV, JSON, Excel or Parquet file here (also zipped), or several to join, or"
            </p>
            <p class="buttons">
                <label class="button">
                    "Browse …"
                    <input
                        type="file"
                        multiple
                        accept=".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.geojson,.gz,.tgz,.tar,.zip,.zst,.br,.parquet,.pq,.xlsx,.xlsb,.xls,.ods,text/csv,text/tab-separated-values,application/json"
                        node_ref=input
                        on:change=on_choose
                    />
                </label>
                <button on:click=move |_| is_pasting.update(|is| *is = !*is) aria-expanded=move || is_pasting.get().to_string()>
                    "Paste …"
                </button>
            </p>
            <Show when=move || is_pasting.get()>
                <label class="paste">
                    "Table, with a header row"
                    <textarea
                        rows="6"
                        spellcheck="false"
                        on:input:target=move |event| pasted.set(event.target().value())
                    ></textarea>
                </label>
                <button on:click=load_pasted disabled=move || pasted.with(|text| text.trim().is_empty())>
                    "Read the pasted table"
                </button>
            </Show>
        </div>
        <Joining files=several/>
    }
}

/// What was found, in one line, with its warnings.
#[component]
fn Facts(table: TableSummary) -> impl IntoView {
    let state = expect_context::<AppState>();
    let format = match (table.format, table.delimiter) {
        (Format::Csv, '\t') => "delimiter tab".to_owned(),
        (Format::Csv, delimiter) => format!("delimiter “{delimiter}”"),
        (Format::Json, _) => "JSON".to_owned(),
        (Format::JsonLines, _) => "JSON Lines".to_owned(),
        (Format::Arff, _) => "ARFF".to_owned(),
        (Format::Libsvm, _) => "libsvm".to_owned(),
        (Format::Parquet, _) => "Parquet".to_owned(),
        (Format::Workbook, _) => "workbook".to_owned(),
    };
    let marks: Vec<String> = (table.missing_marks.iter())
        .map(|mark| if mark.is_empty() { "empty cells".into() } else { format!("“{mark}”") })
        .collect();
    let marks = (!marks.is_empty()).then(|| marks.join(", "));
    let columns = table.columns.iter().filter(|column| column.role == Role::Task);
    let columns: Vec<String> = columns.map(|column| column.name.clone()).collect();
    let tasks = move || {
        let names = columns.iter().map(String::as_str);
        let last = state.config.with(|config| label_set::places(names, &config.label_sets).into_iter().max());
        plural(last.map_or(0, |last| last + 1), "task")
    };
    // What was drawn has cells, but nothing between them.
    let is_made =
        move || state.example.get().is_some_and(|example| matches!(example.source, Source::Made(_)));
    let format = move || (!is_made()).then(|| view! { <span>{format.clone()}</span> });
    let joins = table.joins.into_iter().map(|join| {
        let rows = plural(table.rows, "row");
        let unused = (join.unused > 0).then(|| format!("; {} of the file unused", plural(join.unused, "row")));
        view! {
            <p class="hint">
                {format!("Joined with {} by “{}”: {} of {rows} matched", join.file, join.key, count(join.matched))}
                {unused}
            </p>
        }
    });
    let joins = joins.collect_view();
    let warnings = table.warnings.into_iter().zip(table.warning_places);
    let warnings =
        warnings.map(|(message, place)| view! { <li><Pointer message place/></li> }).collect::<Vec<_>>();
    let summary = move || state.example.get().map(|example| view! { <p class="hint">{example.summary}</p> });
    view! {
        <p class="facts">
            <strong>{table.name}</strong>
            <span>{plural(table.rows, "row")}" × "{plural(table.columns.len(), "column")}</span>
            {format}
            <span>{tasks}</span>
            {marks.map(|marks| view! { <span>"no value: "{marks}</span> })}
            {move || split_text(state).map(|text| view! { <span>{text}</span> })}
        </p>
        {summary}
        {joins}
        {(!warnings.is_empty()).then(|| view! { <ul class="warnings">{warnings}</ul> })}
        {move || {
            let mut notes: Vec<String> = Vec::new();
            for note in state.tasks().into_iter().flat_map(|task| task.notes) {
                // What all tasks share is said once.
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
            (!notes.is_empty()).then(|| {
                view! {
                    <ul class="notes">{notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
                }
            })
        }}
    }
}

fn split_text(state: AppState) -> Option<String> {
    state.model.with(|model| {
        let rows: Vec<String> = model
            .as_ref()?
            .rows
            .iter()
            .map(|(split, rows)| format!("{} {}", split.key(), count(*rows)))
            .collect();
        Some(rows.join(" · "))
    })
}
