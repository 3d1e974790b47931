//! The heads: one per task, of hidden layers and a linear output, and an end that depends on the kind of its task.
//!
//! To add a kind: `src/model/head/yours.rs` (a module with `impl Head`, which computes the loss and its gradient) and its rows in
//! [`End`].

mod binary;
mod count;
mod kind;
mod layers;
mod list;
mod loss;
mod mask;
mod mean;
mod multiclass;
mod multilabel;
mod ordinal;
mod regression;

pub use kind::Head;
pub use layers::Heads;
pub use list::End;
pub use loss::GroupLoss;
