//! Marks over two axes: pointed at, stepped through by arrow keys, and picked by a frame that is drawn over them.

use std::rc::Rc;

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{drawing, marks};
use crate::figure::{Chart, Layer, Tone};
use crate::ui::layout::{Ground, HEIGHT, Mark, WIDTH, under, within};
use crate::ui::selection::Selection;
use crate::ui::state::AppState;

/// A frame smaller than this is a click.
const CLICK: f64 = 4.0;

/// The chart.
pub fn drawn(chart: Chart, title: String) -> AnyView {
    let state = expect_context::<AppState>();
    let ground = Ground::of(&chart);
    let all: Rc<Vec<Mark>> = Rc::new(ground.marks(&chart));
    let found = StoredValue::new_local(all);
    let cursor = RwSignal::new(None::<usize>);
    // Where a frame was begun, and where it is.
    let frame = RwSignal::new(None::<[[f64; 2]; 2]>);
    let pick = move |rows: Vec<u32>, from: String| state.picked.set(Selection::of(rows, from));
    let from = title.clone();
    let end = move |_: PointerEvent| {
        let Some(ends) = frame.get_untracked() else { return };
        frame.set(None);
        let [[x1, y1], [x2, y2]] = ends;
        let rows = found.with_value(|found| {
            if (x1 - x2).abs() < CLICK && (y1 - y2).abs() < CLICK {
                under(found, [x2, y2]).map(|index| found[index].rows.clone()).unwrap_or_default()
            } else {
                within(found, [x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)])
            }
        });
        pick(rows, from.clone());
    };
    let begin = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let Some((element, at)) = place_of(&event) else { return };
        // Without it, a frame that leaves the chart is never ended.
        let _ = element.set_pointer_capture(event.pointer_id());
        frame.set(Some([at, at]));
    };
    let go_on = move |event: PointerEvent| {
        let Some((_, at)) = place_of(&event) else { return };
        if let Some([start, _]) = frame.get_untracked() {
            frame.set(Some([start, at]));
        }
        cursor.set(found.with_value(|found| under(found, at)));
    };
    let from = title.clone();
    let press = move |event: leptos::ev::KeyboardEvent| {
        let last = found.with_value(|found| found.len()).saturating_sub(1);
        let moved = match event.key().as_str() {
            "ArrowRight" => cursor.get_untracked().map_or(0, |index| (index + 1).min(last)),
            "ArrowLeft" => cursor.get_untracked().map_or(last, |index| index.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => {
                event.prevent_default();
                let rows = cursor.get_untracked().and_then(|index| {
                    found.with_value(|found| found.get(index).map(|mark| mark.rows.clone()))
                });
                return pick(rows.unwrap_or_default(), from.clone());
            }
            "Escape" => return pick(Vec::new(), String::new()),
            _ => return,
        };
        event.prevent_default();
        cursor.set(Some(moved));
    };
    let said = move || {
        let index = cursor.get()?;
        found.with_value(|found| found.get(index).map(|mark| mark.text.clone()))
    };
    let ring = move || {
        let index = cursor.get()?;
        let [x, y] = found.with_value(|found| found.get(index).map(|mark| mark.at))?;
        Some(view! { <circle class="cursor" cx=format!("{x:.1}") cy=format!("{y:.1}") r="6"></circle> })
    };
    let drawn_frame = move || {
        frame.get().map(|[[x1, y1], [x2, y2]]| {
            view! {
                <rect
                    class="brush"
                    x=format!("{:.1}", x1.min(x2))
                    y=format!("{:.1}", y1.min(y2))
                    width=format!("{:.1}", (x1 - x2).abs())
                    height=format!("{:.1}", (y1 - y2).abs())
                ></rect>
            }
        })
    };
    let still = drawing::of(&chart, &ground);
    let legend = legend(&chart);
    let label = format!(
        "{title}: {} by {}. Arrow keys go through its marks, Enter picks their rows.",
        chart.y.label, chart.x.label
    );
    let (lit, chart) = (marks::count(&chart), Rc::new(chart));
    let picked = marks::picked(state, chart, ground);
    view! {
        <svg
            class="chart"
            class:has-picked=move || state.picked.with(|picked| !picked.is_empty())
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="img"
            tabindex="0"
            aria-label=label
            data-picked=move || {
                let count = state.picked.with(|picked| picked.count(&lit));
                Some(count).filter(|&count| count > 0)
            }
            on:pointerdown=begin
            on:pointermove=go_on
            on:pointerup=end
            on:pointerleave=move |_| if frame.get_untracked().is_none() { cursor.set(None) }
            on:pointercancel=move |_| frame.set(None)
            on:keydown=press
        >
            {still}
            {picked}
            {ring}
            {drawn_frame}
        </svg>
        <p class="readout" role="status">{said}</p>
        {legend}
    }
    .into_any()
}

/// The chart that an event is on, and where on it, in the drawing's units.
fn place_of(event: &PointerEvent) -> Option<(web_sys::Element, [f64; 2])> {
    let element: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let frame = element.get_bounding_client_rect();
    let x = (f64::from(event.client_x()) - frame.left()) / frame.width() * WIDTH;
    let y = (f64::from(event.client_y()) - frame.top()) / frame.height() * HEIGHT;
    (x.is_finite() && y.is_finite()).then_some((element, [x, y]))
}

/// The names of the layers, where there are several.
fn legend(chart: &Chart) -> Option<impl IntoView + use<>> {
    let named: Vec<&Layer> = chart.layers.iter().filter(|layer| !layer.name.is_empty()).collect();
    let is_plain = named.len() == 1 && named[0].tone == Tone::Own && chart.layers.len() <= 2;
    if named.is_empty() || (is_plain && !matches!(named[0].marks, crate::figure::Marks::Field(_))) {
        return None;
    }
    let keys = named.into_iter().map(|layer| {
        view! { <li class=format!("{} {}", drawing::tone_class(layer.tone), drawing::shape_class(layer))>{layer.name.clone()}</li> }
    });
    Some(view! { <ul class="keys">{keys.collect_view()}</ul> })
}
