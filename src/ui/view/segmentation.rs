//! Actual and predicted masks side by side, one shade a class.

use leptos::prelude::*;

use crate::ui::format::{count, task_class};
use crate::ui::view::head::Head;
use crate::view;

/// Side of a pixel's square.
const SIDE: usize = 4;

/// The view of a head.
pub fn drawn(own: view::Segmentation, head: Head) -> AnyView {
    let (shown, total) = (own.rows.len(), own.total);
    let cut = (shown < total).then(|| {
        view! { <p class="hint">{format!("{} of {} pictures are drawn", count(shown), count(total))}</p> }
    });
    let classes = head.classes.len();
    let pairs = own.rows.into_iter().zip(own.actual.into_iter().zip(own.predicted));
    let pictures = pairs.map(|(row, (actual, predicted))| {
        let row = count(row as usize + 1);
        let masks = [("actual", actual), ("predicted", predicted)].map(|(what, mask)| {
            let label = format!("{}, row {row}: {what}", head.name);
            view! { <Mask mask width=own.width classes label/> }
        });
        view! { <figure>{masks}<figcaption>{format!("row {row}: actual, predicted")}</figcaption></figure> }
    });
    view! {
        <div class=format!("masks {}", task_class(head.task))>{pictures.collect_view()}</div>
        {cut}
    }
    .into_any()
}

/// One mask.
#[component]
fn Mask(
    /// The class of each pixel, row by row; one that is no class leaves a gap.
    mask: Vec<u8>,
    /// Pixels in a row.
    width: usize,
    /// Classes in all.
    classes: usize,
    /// What a screen reader says.
    label: String,
) -> impl IntoView {
    let width = width.max(1);
    let height = mask.len() / width;
    // One path a class is drawn far faster than a square a pixel.
    let shade = move |class: usize| {
        let pixels = mask.iter().enumerate().filter(|(_, own)| usize::from(**own) == class);
        let square =
            |(index, _)| format!("M{} {}h{SIDE}v{SIDE}h-{SIDE}z", index % width * SIDE, index / width * SIDE);
        let path: String = pixels.map(square).collect();
        let strength = (class + 1) as f64 / classes.max(1) as f64;
        view! { <path d=path fill="currentColor" fill-opacity=format!("{strength:.3}")></path> }
    };
    let shades = (0..classes).map(shade).collect_view();
    view! {
        <svg
            width=width * SIDE
            height=height * SIDE
            viewBox=format!("0 0 {} {}", width * SIDE, height * SIDE)
            role="img"
            aria-label=label
        >
            {shades}
        </svg>
    }
}
