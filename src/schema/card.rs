//! What a menu needs to know about a method: one card per architecture and weighting.

/// The cost of a weighting that looks at nothing.
pub const COSTS_NOTHING: &str = "Costs nothing.";

/// The cost of a weighting that looks at the losses.
pub const COSTS_A_READ: &str = "Costs next to nothing: the losses are read at every step.";

/// The cost of a weighting that looks at the gradients.
pub const COSTS_GRADIENTS: &str = "Costs a backward pass a task, through the heads or through all that is shared, whenever gradients are measured.";

/// A method's entry in menus, tool-tips and the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Short name as shown in menus.
    pub name: &'static str,
    /// Where the method comes from, as "authors, year" or "—".
    pub paper: &'static str,
    /// The idea in one sentence.
    pub summary: &'static str,
    /// What it costs, in one sentence.
    pub cost: &'static str,
    /// When it pays, in one sentence, as far as published comparisons tell.
    pub pays: &'static str,
}

impl Card {
    /// Everything that helps to choose it.
    pub fn hint(self) -> String {
        format!("{} {} {}", self.summary, self.pays, self.cost)
    }
}
