//! Rows counted by actual and predicted class, shaded by their share of the actual class.

use leptos::prelude::*;

use crate::ui::format::{count, task_class};
use crate::ui::view::head::Head;
use crate::view;

/// The view of a head.
pub fn drawn(own: view::Confusion, head: Head) -> AnyView {
    let label = format!("{}: rows by actual and predicted class", head.name);
    view! { <Confusion counts=own.counts classes=head.classes task=head.task label/> }.into_any()
}

/// The table.
#[component]
fn Confusion(
    /// `[actual][predicted]`, in class order.
    counts: Vec<Vec<usize>>,
    /// Class labels, in class order.
    classes: Vec<String>,
    /// Place of the task among the tasks; picks the colour.
    task: usize,
    /// The table's name.
    label: String,
) -> impl IntoView {
    let head = classes.iter().map(|class| view! { <th scope="col">{class.clone()}</th> }).collect_view();
    let rows = classes.iter().cloned().zip(counts).enumerate().map(|(actual, (class, row))| {
        let total = row.iter().sum::<usize>();
        let cells = row.into_iter().enumerate().map(move |(predicted, rows)| {
            let share = rows as f64 / total.max(1) as f64;
            view! {
                <td
                    class:right=actual == predicted
                    style:--share=format!("{share:.3}")
                >
                    {count(rows)}
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row">{class}</th>
                {cells.collect_view()}
                <td class="total">{count(total)}</td>
            </tr>
        }
    });
    let name = label.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class=format!("confusion {}", task_class(task))>
                <caption>{label}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="corner">"actual ↓ predicted →"</th>
                        {head}
                        <th scope="col" class="total">"rows"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
