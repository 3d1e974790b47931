//! Actual and predicted masks side by side, one shade a class.

use leptos::prelude::*;

use crate::figure::Masks;
use crate::ui::format::count;

/// Side of a pixel's square.
const SIDE: usize = 4;

/// The pictures.
pub fn drawn(own: &Masks, title: &str) -> AnyView {
    let (width, classes) = (own.width, own.classes);
    let pairs = own.rows.iter().zip(own.actual.iter().zip(&own.predicted));
    let pictures = pairs.map(|(row, (actual, predicted))| {
        let row = count(*row as usize + 1);
        let masks = [("actual", actual.clone()), ("predicted", predicted.clone())].map(|(what, mask)| {
            let label = format!("{title}, row {row}: {what}");
            view! { <Mask mask width classes label/> }
        });
        view! { <div class="pair">{masks}<p>{format!("row {row}: actual, predicted")}</p></div> }
    });
    view! { <div class="masks">{pictures.collect_view()}</div> }.into_any()
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
