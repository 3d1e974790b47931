//! What a menu needs to know about a method: one card per architecture and weighting.

/// A method's entry in menus, tool-tips and the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Short name as shown in menus.
    pub name: &'static str,
    /// Where the method comes from, as "authors, year" or "—".
    pub paper: &'static str,
    /// The idea in one sentence.
    pub summary: &'static str,
}
