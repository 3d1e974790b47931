//! Two losses on a plane: where a weighting leads from three starts, drawn and in numbers.

use leptos::prelude::*;

use crate::protocol::Command;
use crate::report::{Journey, ToyReport};
use crate::ui::chart::SurfaceChart;
use crate::ui::control::{Choice, Item};
use crate::ui::format::{count, number, task_class};
use crate::ui::state::AppState;
use crate::web::focus;

/// The panel; open while its example is.
#[component]
pub fn ToyPanel() -> impl IntoView {
    let state = expect_context::<AppState>();
    let weighting = RwSignal::new(ToyReport::weightings().next().unwrap_or_default());
    // The worker draws only what is looked at.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = state.is_toy_open.get();
        if is_open || was_open == Some(true) {
            state.send(Command::Toy { weighting: is_open.then(|| weighting.get()) });
        }
        is_open
    });
    let items: Vec<Item> =
        ToyReport::weightings().map(|kind| Item::new(kind.key(), kind.card().name)).collect();
    let choose = move |key: String| {
        if let Some(kind) = ToyReport::weightings().find(|kind| kind.key() == key) {
            weighting.set(kind);
        }
    };
    let close = move |_| {
        state.is_toy_open.set(false);
        request_animation_frame(focus::to_first_heading);
    };
    // What comes of an earlier choice is no answer to the present one.
    let report = move || state.toy.get().filter(|report| report.weighting == weighting.get());
    view! {
        <Show when=move || state.is_toy_open.get()>
            <section class="panel" id="toy" aria-labelledby="toy-title">
                <h2 id="toy-title">"Two losses on a plane"</h2>
                <p class="hint">
                    "Two tasks share the numbers x₁ and x₂. The stronger the shade, the higher the mean of their losses: steep "
                    "valleys that trap above, bowls below. On the thick line no loss falls without the other rising; a weighting "
                    "decides whether and where Adam gets there. After Liu et al., 2021."
                </p>
                <div class="fields">
                    <Choice
                        label="Method"
                        items=items.clone()
                        value=Signal::derive(move || weighting.get().key().to_owned())
                        on_choose=choose
                        hint=Signal::derive(move || weighting.get().card().summary.to_owned())
                    />
                </div>
                {move || report().map(|report| view! { <Drawing report/> })}
                <p class="buttons">
                    <button on:click=close>"Close"</button>
                </p>
            </section>
        </Show>
    }
}

/// The plane, and a row a start with the same in numbers.
#[component]
fn Drawing(report: ToyReport) -> impl IntoView {
    let ToyReport { weighting, steps, steps_total, surface, front, journeys } = report;
    let name = weighting.card().name;
    let is_done = steps == steps_total;
    let reached = journeys.iter().filter(|journey| journey.is_front).count();
    let label = format!(
        "{name}: the mean loss over x₁ and x₂, and {} paths, of which {reached} end on the front",
        journeys.len()
    );
    let facts = format!("Step {} of {} from each start", count(steps), count(steps_total));
    let rows =
        journeys.iter().enumerate().map(|(place, journey)| row(place, journey, is_done)).collect_view();
    let paths: Vec<_> = journeys.into_iter().map(|journey| journey.places).collect();
    view! {
        <div class="toy">
            <SurfaceChart surface front paths label/>
            <div class="scroll" tabindex="0" role="region" aria-label="Where each start leads">
                <table class="journeys">
                    <caption>{format!("Where {name} leads from each start")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Start (x₁, x₂)"</th>
                            <th scope="col">"End (x₁, x₂)"</th>
                            <th scope="col">"First loss"</th>
                            <th scope="col">"Second loss"</th>
                            <th scope="col">"Front"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="facts">{facts}</p>
            </div>
        </div>
    }
}

fn row(place: usize, journey: &Journey, is_done: bool) -> impl IntoView + use<> {
    let text = |at: Option<&(f64, f64)>| {
        at.map_or_else(String::new, |&(x, y)| format!("({}, {})", coordinate(x), coordinate(y)))
    };
    let [first, second] = journey.losses;
    let front = match (journey.is_front, is_done) {
        (true, _) => "reached",
        (false, true) => "not reached",
        (false, false) => "on its way",
    };
    view! {
        <tr class=task_class(place)>
            <th scope="row">{text(journey.places.first())}</th>
            <td>{text(journey.places.last())}</td>
            <td>{number(first)}</td>
            <td>{number(second)}</td>
            <td class="text">{front}</td>
        </tr>
    }
}

/// A coordinate, as exactly as the picture shows it.
fn coordinate(value: f64) -> String {
    number((value * 100.0).round() / 100.0 + 0.0)
}
