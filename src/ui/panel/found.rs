//! A column that is shown.

/// A column by its index in the table, the index of its task among the tasks, and the label set that it is in.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// Of the column.
    pub index: usize,
    /// Of its task, if it is one.
    pub task: Option<usize>,
    /// The label set that it is in.
    pub set: Option<String>,
}
