//! The list of drawings: one a view.

use leptos::prelude::*;

use crate::ui::view::head::Head;
use crate::ui::view::{confusion, label_table, scatter, segmentation};
use crate::view::View;

/// Draws a view.
pub fn drawn(view: View, head: Head) -> AnyView {
    match view {
        View::Confusion(own) => confusion::drawn(own, head),
        View::LabelTable(own) => label_table::drawn(own, head),
        View::Scatter(own) => scatter::drawn(own, head),
        View::Segmentation(own) => segmentation::drawn(own, head),
    }
}
