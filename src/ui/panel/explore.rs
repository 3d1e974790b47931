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
use crate::protocol::{Look, Stage};
use crate::report::{RunReport, Status, TaskReport};
use crate::schema::split::{PerSplit, Split};
use crate::ui::control::{Choice, Item};
use crate::ui::figure::{LookView, Tabs};
use crate::ui::format::{count, score, task_class};
use crate::ui::state::AppState;
use crate::view::Overview;
use crate::web;

/// The panel.
#[component]
pub fn ExplorePanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    let has_model = Memo::new(move |_| state.status.get() != Status::Idle);
    let splits = [(Split::Test, "test"), (Split::Valid, "validation"), (Split::Train, "training")];
    let items = splits.map(|(split, name)| Item::new(split.key(), name)).to_vec();
    let choose = move |key: String| {
        if let Some(split) = Split::ALL.into_iter().find(|split| split.key() == key) {
            state.split.set(split);
        }
    };
    let heads = Memo::new(move |_| {
        let tasks = state.tasks().into_iter();
        tasks.map(|task| (task.name, task.kind)).collect::<Vec<_>>()
    });
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
                <Overviews/>
                <ComparisonView/>
                <AffinityView/>
                <RunsView/>
                <SharingView/>
                <div class="heads-grid">
                    {move || {
                        let heads = heads.get().into_iter().enumerate();
                        heads
                            .map(|(task, (name, kind))| view! { <Head task name views=kind.card().views/> })
                            .collect_view()
                    }}
                </div>
                <WhatIf/>
                <TakeOut/>
            </Show>
        </section>
    }
}

/// Ways to hand on what the page shows.
#[component]
fn TakeOut() -> impl IntoView {
    let state = expect_context::<AppState>();
    let title = move || {
        let name = state.table.with_untracked(|table| table.as_ref().map(|table| table.name.clone()));
        let run = state.report.with_untracked(|report| report.as_ref().map(|report| report.run));
        let run = run.map(|run| format!(", run {run}")).unwrap_or_default();
        format!("Polyhead: {}{run}", name.unwrap_or_default())
    };
    let print = move |_| {
        if let Err(sentence) = web::report::print() {
            state.fail(Stage::Prediction, sentence);
        }
    };
    view! {
        <section class="take-out" aria-labelledby="take-out-title">
            <h3 id="take-out-title">"Hand it on"</h3>
            <p class="hint">
                "All that the page shows now, with the views that are open: data, splits, settings, scores with their intervals, verdict and pictures."
            </p>
            <p class="buttons">
                <button on:click=print>"Print"</button>
                <button on:click=move |_| web::report::save(&title())>"Save as one HTML file"</button>
            </p>
        </section>
    }
}

/// Views of all heads together; that of two inputs stands where the model is trained.
#[component]
fn Overviews() -> impl IntoView {
    let views = || Overview::ALL.into_iter().filter(|view| *view != Overview::Surface);
    let items = views().map(|view| Item::new(view.card().key, view.card().name)).collect::<Vec<_>>();
    let open = RwSignal::new(items.first().map(|item| item.key.clone()).unwrap_or_default());
    let look = move || {
        let view = views().find(|view| open.with(|open| view.card().key == open))?;
        Some(view! { <LookView look=Look::All { view } name=view.card().name/> })
    };
    view! {
        <section class="overviews" aria-labelledby="overviews-title">
            <h3 id="overviews-title">"All heads together"</h3>
            <Tabs label="Views of all heads" items value=open/>
            {look}
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
