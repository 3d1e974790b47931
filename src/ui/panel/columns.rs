//! One row a column of the table: what it holds, what it is used for, what is missing, how it is spread.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::schema::choice::ColumnChoice;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::table::summary::{ColumnSummary, TableSummary, ValueSummary};
use crate::task::label_set;
use crate::task::label_set::LabelSets;
use crate::ui::chart::Spark;
use crate::ui::control::Typed;
use crate::ui::format::{count, number, plural, task_class};
use crate::ui::state::AppState;

/// Tables with more columns than this get a search and choices for many at once.
const FEW: usize = 8;

/// The table of columns.
#[component]
pub fn ColumnTable() -> impl IntoView {
    let state = expect_context::<AppState>();
    let sought = RwSignal::new(String::new());
    let rows = move || state.table.with(|table| table.as_ref().map_or(0, |table| table.rows));
    let names = Memo::new(move |_| {
        state.table.with(|table| {
            let columns = table.iter().flat_map(|table| &table.columns);
            columns.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    // What was sought in one table is not sought in the next.
    Effect::new(move || {
        names.track();
        sought.set(String::new());
    });
    let found = Memo::new(move |_| {
        let text = sought.get();
        let found =
            |table: &TableSummary| state.config.with(|config| sought_in(table, &text, &config.label_sets));
        state.table.with(|table| table.as_ref().map(found).unwrap_or_default())
    });
    view! {
        <Show when=move || { names.with(Vec::len) > FEW }>
            <Tools sought found/>
        </Show>
        <div class="scroll columns-scroll" tabindex="0" role="region" aria-label="Columns">
            <table class="columns">
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Role"</th>
                        <th scope="col">"Missing"</th>
                        <th scope="col">"Distribution"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let rows = rows();
                        found
                            .get()
                            .into_iter()
                            .map(|Found { column, task, set }| view! { <ColumnRow column rows task set/> })
                            .collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

/// A column, the place of its task among the tasks, and the label set that it is in.
#[derive(Clone, PartialEq)]
struct Found {
    column: ColumnSummary,
    task: Option<usize>,
    set: Option<String>,
}

/// The columns whose names hold the text, whatever its case.
fn sought_in(table: &TableSummary, text: &str, sets: &LabelSets) -> Vec<Found> {
    let text = text.trim().to_lowercase();
    let is_task = |column: &&ColumnSummary| column.role == Role::Task;
    let names = table.columns.iter().filter(is_task).map(|column| column.name.as_str());
    let mut places = label_set::places(names, sets).into_iter();
    let columns = table.columns.iter().map(|column| {
        let task = if is_task(&column) { places.next() } else { None };
        let set = task.and_then(|_| label_set::of(sets, &column.name)).map(|(name, _)| name.to_owned());
        (column, task, set)
    });
    let found = columns.filter(|(column, ..)| column.name.to_lowercase().contains(&text));
    found.map(|(column, task, set)| Found { column: column.clone(), task, set }).collect()
}

/// A search, and a type or a role for all that it finds.
#[component]
fn Tools(
    /// What is sought.
    sought: RwSignal<String>,
    /// What is found.
    found: Memo<Vec<Found>>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let choose = move |role: Option<Role>, kind: Option<ColumnKind>| {
        let columns = found.get_untracked().into_iter();
        let choices: Vec<_> =
            columns.map(|found| ColumnChoice { column: found.column.name, role, kind }).collect();
        // No choice is no reason to end a run.
        if !choices.is_empty() {
            state.send(Command::SetColumns(choices));
        }
    };
    let all = move || match found.with(Vec::len) {
        1 => "the one column shown".to_owned(),
        shown => format!("all {} shown", plural(shown, "column")),
    };
    view! {
        <div class="column-tools">
            <Typed label="Find columns" value=sought on_type=move |text| sought.set(text)/>
            <ForAll
                label=Signal::derive(move || format!("Type of {}", all()))
                keys=ColumnKind::ALL.map(ColumnKind::key).into()
                on_choose=move |key| choose(None, kind_of(&key))
            />
            <ForAll
                label=Signal::derive(move || format!("Role of {}", all()))
                keys=Role::ALL.map(Role::key).into()
                on_choose=move |key| choose(role_of(&key), None)
            />
        </div>
    }
}

/// A menu that acts once and goes back to saying nothing.
#[component]
fn ForAll(
    label: Signal<String>,
    /// What can be chosen.
    keys: Vec<&'static str>,
    /// Gets the key chosen.
    on_choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = keys.into_iter().map(|key| view! { <option value=key>{key}</option> });
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| {
                let menu = event.target();
                on_choose(menu.value());
                menu.set_value("");
            }>
                <option value="">"as they are"</option>
                {options.collect_view()}
            </select>
        </label>
    }
}

fn kind_of(key: &str) -> Option<ColumnKind> {
    ColumnKind::ALL.into_iter().find(|kind| kind.key() == key)
}

fn role_of(key: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.key() == key)
}

#[component]
fn ColumnRow(
    column: ColumnSummary,
    /// Rows of the table.
    rows: usize,
    /// Which task it is, if it is one.
    task: Option<usize>,
    /// The label set that it is in.
    set: Option<String>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let name = StoredValue::new(column.name.clone());
    let choose = move |role, kind| {
        state.send(Command::SetColumns(vec![ColumnChoice { column: name.get_value(), role, kind }]));
    };
    let kinds = ColumnKind::ALL.map(|kind| {
        view! { <option value=kind.key() prop:selected=kind == column.kind>{kind.key()}</option> }
    });
    let roles = Role::ALL.map(|role| {
        view! { <option value=role.key() prop:selected=role == column.role>{role.key()}</option> }
    });
    let label = |what: &str| format!("{what} of {}", column.name);
    let missing = missing_text(&column, rows);
    let class = match (column.role, task) {
        (Role::Task, Some(task)) => format!("role-task {}", task_class(task)),
        (Role::Ignore, _) => "role-ignore".into(),
        (Role::Input | Role::Split | Role::Group | Role::Weight | Role::Task, _) => String::new(),
    };
    view! {
        <tr class=class>
            <th scope="row">
                {column.name.clone()}
                {(!column.reason.is_empty()).then(|| view! { <span class="reason">{column.reason.clone()}</span> })}
                {set.map(|set| view! { <span class="reason">{format!("one label of the task “{set}”")}</span> })}
            </th>
            <td>
                <select
                    aria-label=label("Type")
                    on:change:target=move |event| choose(None, kind_of(&event.target().value()))
                >
                    {kinds}
                </select>
            </td>
            <td>
                <select
                    aria-label=label("Role")
                    on:change:target=move |event| choose(role_of(&event.target().value()), None)
                >
                    {roles}
                </select>
            </td>
            <td class="number">{missing}</td>
            <td class="spread">
                <Spark bars=bars(&column.values) label=spread_text(&column)/>
                <span class="range">{range_text(&column)}</span>
            </td>
        </tr>
    }
}

fn missing_text(column: &ColumnSummary, rows: usize) -> String {
    if column.missing == 0 {
        return "0".into();
    }
    let share = 100.0 * column.missing as f64 / rows.max(1) as f64;
    let share = if share < 1.0 { "< 1 %".to_owned() } else { format!("{share:.0} %") };
    match column.role {
        Role::Task => format!("{share} masked"),
        Role::Input => format!("{share} imputed"),
        Role::Ignore | Role::Split | Role::Group | Role::Weight => share,
    }
}

fn bars(values: &ValueSummary) -> Vec<usize> {
    match values {
        ValueSummary::Numbers { bins, .. } | ValueSummary::Dates { bins, .. } => bins.clone(),
        ValueSummary::Labels { levels } => levels.iter().map(|(_, rows)| *rows).take(24).collect(),
    }
}

fn range_text(column: &ColumnSummary) -> String {
    match &column.values {
        ValueSummary::Numbers { low, high, .. } => format!("{} … {}", number(*low), number(*high)),
        ValueSummary::Dates { low, high, .. } => format!("{low} … {high}"),
        ValueSummary::Labels { levels } => match levels.as_slice() {
            [] => "–".into(),
            [only] => only.0.clone(),
            [first, second] => format!("{}, {}", first.0, second.0),
            [_, ..] => format!("{} labels", count(column.distinct)),
        },
    }
}

fn spread_text(column: &ColumnSummary) -> String {
    format!("Distribution of {}: {}", column.name, range_text(column))
}
