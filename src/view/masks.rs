//! Actual and predicted class of each pixel of a few pictures.

use super::card::ViewCard;
use super::seen::{Evidence, Seen};
use crate::figure::{Body, Drawn, Masks, Options};
use crate::schema::text::count;

/// What is said of it.
pub const CARD: ViewCard = ViewCard { key: "masks", name: "Masks", needs_valid: false, draw };

/// Most pictures that are drawn.
const MOST_PICTURES: usize = 12;

fn draw(seen: &Seen<'_>, _: &Options) -> Drawn {
    let Evidence::Pixels { width, actual, predicted } = &seen.evidence else { return Drawn::default() };
    let first = |masks: &[Vec<u8>]| masks.iter().take(MOST_PICTURES).cloned().collect();
    let masks = Masks {
        width: *width,
        classes: seen.classes.len(),
        rows: seen.rows.iter().take(MOST_PICTURES).copied().collect(),
        actual: first(actual),
        predicted: first(predicted),
    };
    let (shown, all) = (masks.rows.len(), seen.rows.len());
    let mut drawn = Drawn::of(
        "Each pair is one picture: to the left what each pixel is, to the right what the head says.",
        seen.figure("actual and predicted masks", Body::Masks(masks)),
    );
    drawn
        .notes
        .extend((shown < all).then(|| format!("{} of {} pictures are drawn.", count(shown), count(all))));
    drawn
}
