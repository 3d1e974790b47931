//! What views draw of a head: plain data with the numbers of the rows behind it, so that what is picked in one view is found in the others.
//!
//! A kind of task says which views its head has (`Kind::views`); `ui/view/` draws each, in the file of the same name. The whole change for
//! an imaginary `yours`:
//!
//! ```text
//!  src/view/yours.rs                    new: pub struct Yours { …, rows } impl Yours { of }
//!  src/view/mod.rs
//! +mod yours;
//! +pub use yours::Yours;
//! +    /// What it shows.
//! +    Yours(Yours),
//!  src/ui/view/yours.rs                 new: pub fn drawn(own: view::Yours, head: Head) -> AnyView { … }
//!  src/ui/view/mod.rs
//! +mod yours;
//!  src/ui/view/list.rs
//! +        View::Yours(own) => yours::drawn(own, head),
//!  src/task/….rs                        a kind of task that has it: View::Yours(…) in its views
//! ```

mod confusion;
mod label_table;
mod scatter;
mod segmentation;

use serde::{Deserialize, Serialize};

pub use confusion::Confusion;
pub use label_table::LabelTable;
pub use scatter::Scatter;
pub use segmentation::Segmentation;

/// A view of what one head says about the labelled rows of one split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum View {
    /// Actual and predicted class.
    Confusion(Confusion),
    /// How each label of a set, or each class, is answered.
    LabelTable(LabelTable),
    /// Actual and predicted value.
    Scatter(Scatter),
    /// Actual and predicted class of each pixel.
    Segmentation(Segmentation),
}
