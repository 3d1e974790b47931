//! A kind of task fitted to a column, with the labels of the column's rows.

use crate::task::kind::{Kind, TaskKind};

/// What fitting a kind of task to a column gives.
#[derive(Debug)]
pub struct Labelled<K: Kind> {
    /// The fitted kind.
    pub kind: K,
    /// Of all rows.
    pub labels: K::Labels,
    /// What the column can be learned as, the default first.
    pub kinds: Vec<TaskKind>,
    /// Sentences about what is odd, or could be chosen otherwise.
    pub notes: Vec<String>,
}
