//! One row a column of the table: what it holds, what it is used for, what is missing, how it is spread.

use leptos::prelude::*;

use crate::data::summary::{ColumnKind, ColumnSummary, Role, ValueSummary};
use crate::protocol::{ColumnChoice, Command};
use crate::ui::chart::Spark;
use crate::ui::format::{count, number, task_class};
use crate::ui::state::AppState;

/// The table of columns.
#[component]
pub fn ColumnTable() -> impl IntoView {
    let state = expect_context::<AppState>();
    let columns =
        move || state.table.with(|table| table.as_ref().map(|table| (table.rows, table.columns.clone())));
    view! {
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
                        columns()
                            .map(|(rows, columns)| {
                                let mut tasks = 0..;
                                columns
                                    .into_iter()
                                    .map(|column| {
                                        let task = (column.role == Role::Task).then(|| tasks.next()).flatten();
                                        view! { <ColumnRow column rows task/> }
                                    })
                                    .collect_view()
                            })
                    }}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn ColumnRow(
    column: ColumnSummary,
    /// Rows of the table.
    rows: usize,
    /// Which task it is, if it is one.
    task: Option<usize>,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let name = StoredValue::new(column.name.clone());
    let choose = move |role, kind| {
        state.send(Command::SetColumn(ColumnChoice { column: name.get_value(), role, kind }));
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
            </th>
            <td>
                <select
                    aria-label=label("Type")
                    on:change:target=move |event| {
                        let key = event.target().value();
                        choose(None, ColumnKind::ALL.into_iter().find(|kind| kind.key() == key));
                    }
                >
                    {kinds}
                </select>
            </td>
            <td>
                <select
                    aria-label=label("Role")
                    on:change:target=move |event| {
                        let key = event.target().value();
                        choose(Role::ALL.into_iter().find(|role| role.key() == key), None);
                    }
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
        ValueSummary::Numbers { bins, .. } => bins.clone(),
        ValueSummary::Labels { levels } => levels.iter().map(|(_, rows)| *rows).take(24).collect(),
    }
}

fn range_text(column: &ColumnSummary) -> String {
    match &column.values {
        ValueSummary::Numbers { low, high, .. } => format!("{} … {}", number(*low), number(*high)),
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
