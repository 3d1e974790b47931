//! Step 1: a table comes in by drop, file dialog, paste or example; what was found in it is shown.

use leptos::prelude::*;

use super::columns::ColumnTable;
use super::drop_zone::DropZone;
use super::label_sets::LabelSets;
use super::notice::Notice;
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
use crate::ui::format::{count, plural};
use crate::ui::state::AppState;

/// The panel.
#[component]
pub fn DataPanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    // For screen readers; what is chosen for columns leaves it as it is.
    let read = move || {
        state.table.with(|table| {
            let table = table.as_ref()?;
            let (rows, columns) = (table.rows, table.columns.len());
            Some(format!("The table is read: rows {rows}, columns {columns}."))
        })
    };
    view! {
        <section class="panel" id="data" aria-labelledby="data-title">
            <h2 id="data-title">
                <span class="place">"1"</span>
                "Data"
            </h2>
            <DropZone/>
            <ReadingProgress/>
            <p class="status" role="status">{read}</p>
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
    let summary = move || {
        state.example.get().map(|example| {
            view! {
                <p class="hint">{example.summary}</p>
                <p class="story">{example.story}</p>
            }
        })
    };
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
