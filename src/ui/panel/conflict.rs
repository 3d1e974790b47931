//! How the tasks' gradients stand to each other, and how the weighting's solver did.

use leptos::prelude::*;

use crate::report::{Conflict, SolverReport};
use crate::ui::chart::Matrix;
use crate::ui::format::{number, plural};
use crate::ui::state::AppState;

/// Shown once a run has measured its gradients.
#[component]
pub fn ConflictView() -> impl IntoView {
    let state = expect_context::<AppState>();
    let solver = move || state.report.with(|report| report.as_ref()?.solver.as_ref().map(verdict));
    move || {
        state.conflict.get().map(|(epoch, conflict)| {
            let names = state.task_names().get_untracked();
            let rows = names.iter().cloned().enumerate().map(|(task, name)| (name, Some(task))).collect();
            view! {
                <section class="conflict" id="conflict" aria-labelledby="conflict-title">
                    <h3 id="conflict-title">"How the tasks pull"</h3>
                    <p class="facts">{facts(&conflict)}</p>
                    <Matrix
                        values=conflict.cosines
                        rows
                        columns=names
                        label=format!("Cosine between the gradients of two tasks, epoch {epoch}")
                    />
                    {conflict.own_spaces.then(|| view! { <p class="facts" id="own-spaces">{OWN_SPACES}</p> })}
                    {move || solver().map(|text| view! { <p class="facts" id="solver">{text}</p> })}
                </section>
            }
        })
    }
}

const OWN_SPACES: &str = "Each task has a representation of its own here, so that these cosines compare different spaces: \
                          choose “Shared parameters” under “Gradients by” to compare what the tasks share.";

fn facts(conflict: &Conflict) -> String {
    let share = number(100.0 * conflict.conflict_rate);
    let against = format!("{share} % of the measured pairs pull against each other");
    let lengths = conflict.norms.iter().flatten().copied();
    let longest = lengths.clone().fold(0.0, f64::max);
    let shortest = lengths.fold(f64::INFINITY, f64::min);
    if shortest > 0.0 && longest > 0.0 {
        format!("{against}; the longest gradient is {} times the shortest.", number(longest / shortest))
    } else {
        format!("{against}.")
    }
}

fn verdict(solver: &SolverReport) -> String {
    let asked = plural(solver.status.solved, "time");
    match (&solver.status.last_problem, solver.status.failed) {
        (Some(problem), failed) => {
            format!("The weighting was solved {asked}, {failed} of them not by its own rule: {problem}.")
        }
        (None, _) => format!("The weighting was solved {asked}, every time by its own rule."),
    }
}
