//! What is said of a view of a head wherever views are listed.

use super::seen::Seen;
use crate::figure::{Drawn, Options};

/// A view's row in the list.
#[derive(Debug)]
pub struct ViewCard {
    /// The snake_case name.
    pub key: &'static str,
    /// What the page calls it.
    pub name: &'static str,
    /// Whether it needs the answers to the validation rows, too.
    pub needs_valid: bool,
    /// Draws it.
    pub draw: fn(&Seen<'_>, &Options) -> Drawn,
}
