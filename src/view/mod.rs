//! Views: what there is to see of a head, computed from its answers to the rows of a split and drawn as a [`crate::figure::Drawn`].
//!
//! A view is one file: a function that draws, beside a [`ViewCard`] that names it. A kind of task says in its card which views its head has,
//! the first one open. The page draws what comes, whatever view it is, so the whole change for an imaginary `yours` is:
//!
//! ```text
//!  src/view/yours.rs                    new: pub const CARD; fn draw(seen: &Seen, options: &Options) -> Drawn { … }
//!  src/view/list.rs
//! +    /// What it shows.
//! +    Yours,
//! +            Self::Yours => &yours::CARD,
//!  src/view/mod.rs
//! +mod yours;
//!  src/task/….rs                        a kind of task that has it: its name in the card's `views`
//! ```
//!
//! Views of more than one head, for which the model has to be asked, are listed in `overview.rs`.

mod calibration;
mod card;
mod confusion;
mod curve;
mod error;
mod error_by_quantile;
mod list;
mod masks;
mod overview;
mod per_class;
mod precision_recall;
mod prediction_interval;
mod probabilities;
mod rank_bars;
mod residuals;
mod roc;
mod rootogram;
mod scatter;
mod scored;
mod seen;
mod threshold;
mod together;

pub use card::ViewCard;
pub use error::Errors;
pub use list::HeadView;
pub use overview::{Overview, OverviewCard};
pub use seen::{Evidence, MOST_DRAWN, Seen, Valid, every, thinned};
