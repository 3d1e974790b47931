//! What the model learned about sharing: gates, masks, stitches, relations.

use leptos::prelude::*;

use crate::report::{Measure, Part, SharingMatrix};
use crate::ui::chart::Matrix;
use crate::ui::state::AppState;

/// Shown once a run is over whose architecture learns about sharing.
#[component]
pub fn SharingView() -> impl IntoView {
    let state = expect_context::<AppState>();
    move || {
        let matrices = state.report.with(|report| report.as_ref().map(|report| report.sharing.clone()));
        matrices.filter(|matrices| !matrices.is_empty()).map(|matrices| {
            let names = state.task_names().get_untracked();
            let tables = matrices.into_iter().map(|matrix| table(matrix, &names));
            view! {
                <section class="conflict" id="sharing" aria-labelledby="sharing-title">
                    <h3 id="sharing-title">"What is shared"</h3>
                    {tables.collect_view()}
                </section>
            }
        })
    }
}

fn table(matrix: SharingMatrix, names: &[String]) -> impl IntoView + use<> {
    let rows = matrix.rows.iter().map(|part| (name(part, names), owner(part)));
    let columns = matrix.columns.iter().map(|part| name(part, names));
    let values = matrix.values.iter().map(|row| row.iter().copied().map(Some).collect());
    let layer = matrix.layer.map(|layer| format!(", layer {}", layer + 1)).unwrap_or_default();
    view! {
        <Matrix
            values=values.collect()
            rows=rows.collect()
            columns=columns.collect()
            label=format!("{}{layer}", meaning(matrix.measure))
        />
    }
}

fn meaning(measure: Measure) -> &'static str {
    match measure {
        Measure::Gate => "How much each task uses each expert; rows sum to 1",
        Measure::Overlap => "Overlap of what two tasks see of the trunk, from 0 to 1",
        Measure::Stitch => "How much each task (row) reads of each task's features (column)",
        Measure::Correlation => "Learned correlation of the tasks' heads",
        Measure::Similarity => {
            "Cosine between the tasks' own parameters, counted from where they change nothing: scales from 1, the rest from 0"
        }
    }
}

fn owner(part: &Part) -> Option<usize> {
    match part {
        Part::Task { task } | Part::TaskExpert { task, .. } => Some(*task),
        Part::Expert { .. } => None,
    }
}

fn name(part: &Part, names: &[String]) -> String {
    let task = |task: usize| names.get(task).map_or("", String::as_str);
    match part {
        Part::Task { task: place } => task(*place).to_owned(),
        Part::Expert { expert } => format!("expert {}", expert + 1),
        Part::TaskExpert { task: place, expert } => format!("{}, own {}", task(*place), expert + 1),
    }
}
