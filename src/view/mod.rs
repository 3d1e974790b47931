//! What views draw of a head: plain data with the numbers of the rows behind it, so that what is picked in one view is found in the others.
//!
//! A kind of task says which views its head has (`Kind::views`); `ui/` draws each. To add one: its data here, a row in [`View`], and
//! its drawing.

mod confusion;
mod label_table;
mod scatter;

use serde::{Deserialize, Serialize};

pub use confusion::Confusion;
pub use label_table::LabelTable;
pub use scatter::Scatter;

/// A view of what one head says about the labelled rows of one split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum View {
    /// Actual and predicted class.
    Confusion(Confusion),
    /// How each label of a set is answered.
    LabelTable(LabelTable),
    /// Actual and predicted value.
    Scatter(Scatter),
}
