//! Cosines between pairs of tasks: which pull together, which against each other.

use leptos::prelude::*;

use crate::ui::format::{score, task_class};

/// The table.
#[component]
pub fn Cosines(
    /// `[task][task]`, from -1 to 1; `None` where a pair was never measured.
    cosines: Vec<Vec<Option<f64>>>,
    /// Task names.
    names: Vec<String>,
    /// The table's name.
    label: String,
) -> impl IntoView {
    let head = names.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = names.iter().cloned().zip(cosines).enumerate().map(|(task, (name, row))| {
        let cells = row.into_iter().enumerate().map(move |(other, cosine)| {
            let strength = cosine.filter(|_| task != other).map_or(0.0, f64::abs);
            view! {
                <td
                    class:against=cosine.is_some_and(|cosine| cosine < 0.0)
                    style:--share=format!("{strength:.3}")
                >
                    {score(cosine)}
                </td>
            }
        });
        view! {
            <tr class=task_class(task)>
                <th scope="row"><span class="swatch" aria-hidden="true"></span>{name}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let name = label.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="confusion cosines">
                <caption>{label}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
