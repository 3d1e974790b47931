//! Numbers between tasks, or between tasks and experts, shaded by their size.

use leptos::prelude::*;

use crate::ui::format::{score, task_class};

/// The table.
#[component]
pub fn Matrix(
    /// `[row][column]`; shaded fully at 1 and -1, `None` where nothing was measured.
    values: Vec<Vec<Option<f64>>>,
    /// Name of each row, and the task whose colour it has.
    rows: Vec<(String, Option<usize>)>,
    /// Name of each column.
    columns: Vec<String>,
    /// The table's name.
    label: String,
) -> impl IntoView {
    let head = columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = rows.into_iter().zip(values).map(|((name, task), row)| {
        let own = name.clone();
        let cells = row.into_iter().zip(columns.clone()).map(move |(value, column)| {
            // What a task has in common with itself says nothing.
            let strength = value.filter(|_| column != own).map_or(0.0, f64::abs).min(1.0);
            view! {
                <td class:against=value.is_some_and(|value| value < 0.0) style:--share=format!("{strength:.3}")>
                    {score(value)}
                </td>
            }
        });
        view! {
            <tr class=task.map(task_class)>
                <th scope="row"><span class="swatch" aria-hidden="true"></span>{name}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let name = label.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="confusion matrix">
                <caption>{label}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
