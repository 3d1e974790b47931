//! Step 4: what every head says about the rows of a split, and what it would say about a row of one's own.

use leptos::prelude::*;

use super::affinity::AffinityView;
use super::comparison::ComparisonView;
use super::head::{Head, why};
use super::notice::Notice;
use super::runs::RunsView;
use super::sharing::SharingView;
use super::what_if::WhatIf;
use crate::metric::{MetricKind, Metrics, Reasons};
use crate::protocol::{Command, Stage};
use crate::report::{RunReport, Status, TaskReport};
use crate::schema::split::{PerSplit, Split};
use crate::ui::control::{Choice, Item};
use crate::ui::format::{count, score, task_class};
use crate::ui::state::AppState;

/// The panel.
#[component]
pub fn ExplorePanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    let has_model = Memo::new(move |_| state.status.get() != Status::Idle);
    // A running model changes with every step: its heads are asked once it rests.
    Effect::new(move || {
        let split = state.split.get();
        match state.status.get() {
            Status::Paused | Status::Done => state.send(Command::Heads { run: None, split }),
            Status::Idle | Status::Running | Status::Error => {}
        }
    });
    let splits = [(Split::Test, "test"), (Split::Valid, "validation"), (Split::Train, "training")];
    let items = splits.map(|(split, name)| Item::new(split.key(), name)).to_vec();
    let choose = move |key: String| {
        if let Some(split) = Split::ALL.into_iter().find(|split| split.key() == key) {
            state.split.set(split);
        }
    };
    let names = state.task_names();
    view! {
        <section class="panel" id="explore" aria-labelledby="explore-title">
            <h2 id="explore-title">
                <span class="place">"4"</span>
                "Explore"
            </h2>
            <Notice stage=Stage::Prediction/>
            <Show
                when=move || has_model.get()
                fallback=|| view! { <p class="hint">"Train first: then every head shows here what it learned, and answers rows of your own."</p> }
            >
                <Choice
                    label="Rows of the split"
                    items=items.clone()
                    value=Signal::derive(move || state.split.get().key().to_owned())
                    on_choose=choose
                />
                {move || state.report.get().map(|report| view! { <AllHeads report/> })}
                <ComparisonView/>
                <AffinityView/>
                <RunsView/>
                <SharingView/>
                <div class="heads-grid">
                    {move || {
                        names
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(task, name)| view! { <Head task name/> })
                            .collect_view()
                    }}
                </div>
                <WhatIf/>
            </Show>
        </section>
    }
}

/// One row a task: its main score beside that of the baseline.
#[component]
fn AllHeads(report: RunReport) -> impl IntoView {
    let state = expect_context::<AppState>();
    let rows = move || {
        let split = state.split.get();
        let tasks = report.tasks.iter().enumerate();
        tasks.map(|(place, task)| all_heads_row(place, task, split)).collect_view()
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="All heads">
            <table class="all-heads">
                <caption>"All heads, beside the baseline: the best answer that looks at no input"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Task"</th>
                        <th scope="col">"Labelled rows"</th>
                        <th scope="col">"Score"</th>
                        <th scope="col">"Head"</th>
                        <th scope="col">"Baseline"</th>
                        <th scope="col">"Loss"</th>
                        <th scope="col">"Baseline"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn all_heads_row(place: usize, task: &TaskReport, split: Split) -> impl IntoView + use<> {
    let main = task.kind.card().main_metric;
    let cell = |metrics: &PerSplit<Metrics>, reasons: &PerSplit<Reasons>, metric| {
        let value = metrics.get(&split).and_then(|metrics| metrics.get(&metric).copied().flatten());
        (score(value), why(reasons.get(&split), metric))
    };
    let of_head = |metric| cell(&task.metrics, &task.undefined, metric);
    let of_trivial = |metric| cell(&task.trivial, &task.trivial_undefined, metric);
    let [(head, why_head), (trivial, why_trivial)] = [of_head(main), of_trivial(main)];
    let [(loss, why_loss), (trivial_loss, why_trivial_loss)] =
        [of_head(MetricKind::Loss), of_trivial(MetricKind::Loss)];
    let labelled = task.labelled.get(&split).copied().unwrap_or(0);
    view! {
        <tr class=task_class(place)>
            <th scope="row">{task.name.clone()}</th>
            <td>{count(labelled)}</td>
            <td class="text">{main.name()}</td>
            <td title=why_head>{head}</td>
            <td class="faint" title=why_trivial>{trivial}</td>
            <td title=why_loss>{loss}</td>
            <td class="faint" title=why_trivial_loss>{trivial_loss}</td>
        </tr>
    }
}
