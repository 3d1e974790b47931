//! Whose view is drawn.

/// Whose view it is.
#[derive(Clone, Debug)]
pub struct Head {
    /// Index of the task among the tasks; picks the colour.
    pub task: usize,
    /// The task's name.
    pub name: String,
    /// Its class labels, in class order.
    pub classes: Vec<String>,
}
