//! Words that all rooms share, without behaviour: what a column holds and is used for, splits, rows, warnings, errors.

pub mod card;
pub mod choice;
pub mod column;
pub mod error;
pub mod format;
pub(crate) mod kinds;
pub mod knob;
pub mod picture;
pub mod reading_choice;
pub mod role;
pub mod row;
pub mod split;
pub mod state;
pub mod text;
pub mod warning;
