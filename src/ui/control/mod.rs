//! Form fields: each with its label, a value from the state, and what to do when the user changes it.

mod choice;
mod entry;
mod menu;
mod typed;

pub use choice::{Choice, Item};
pub use entry::Entry;
pub use menu::Menu;
pub use typed::Typed;
