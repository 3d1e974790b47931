//! The labels of a set, or classes, one a row, with how well each is answered.

use leptos::prelude::*;

use crate::metric::LabelScores;
use crate::ui::format::{count, score, task_class};
use crate::ui::view::head::Head;
use crate::view;

/// The view of a head.
pub fn drawn(own: view::LabelTable, head: Head) -> AnyView {
    let [what, rows, said] = if own.has_classes {
        ["Class", "Rows", "how each class is answered, against all others together"]
    } else {
        ["Label", "Yes", "how each label is answered; yes is a probability above 50 %"]
    };
    let label = format!("{}: {said}", head.name);
    view! { <LabelTable labels=own.labels task=head.task label what rows/> }.into_any()
}

/// The table.
#[component]
fn LabelTable(
    /// In the set's order, or that of the classes.
    labels: Vec<LabelScores>,
    /// Place of the task among the tasks; picks the colour.
    task: usize,
    /// The table's name.
    label: String,
    /// What a line is, above the first column.
    what: &'static str,
    /// What its rows are, above the second one.
    rows: &'static str,
) -> impl IntoView {
    let lines = labels.into_iter().map(|label| {
        let why = |name| label.undefined.get(name).map(|reason| format!("undefined: {reason}"));
        let [no_precision, no_recall, no_f1, no_auc] = ["precision", "recall", "f1", "auc"].map(why);
        view! {
            <tr>
                <th scope="row">{label.label}</th>
                <td>{count(label.positives)}" of "{count(label.labelled)}</td>
                <td title=no_precision>{score(label.precision)}</td>
                <td title=no_recall>{score(label.recall)}</td>
                <td class="shaded" title=no_f1 style:--share=format!("{:.3}", label.f1.unwrap_or(0.0))>{score(label.f1)}</td>
                <td title=no_auc>{score(label.auc)}</td>
            </tr>
        }
    });
    let name = label.clone();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class=format!("labels {}", task_class(task))>
                <caption>{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{what}</th>
                        <th scope="col">{rows}</th>
                        <th scope="col">"Precision"</th>
                        <th scope="col">"Recall"</th>
                        <th scope="col">"F1"</th>
                        <th scope="col">"AUC"</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}
