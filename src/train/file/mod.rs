//! The bytes of fitted models and of checkpoints: safetensors files, whose header holds all but the tensors as JSON.
//!
//! | tensor | what it is |
//! |---|---|
//! | `model.….weight` | a parameter, by its path in the model |
//! | `kept.….weight` | the same of the best epoch so far; in checkpoints |
//! | `optimizer.first.….weight`, `optimizer.second.….weight` | moments of its gradient; in checkpoints |
//! | `run.…` | numbers of the epoch under way; in checkpoints |
//!
//! The header's field `polyhead` holds a JSON object: `kind`, `version`, and what files of the kind have.

mod error;
mod exact;
mod moments;
mod parameters;
mod tensors;

pub use error::FileError;
pub use exact::parse as exact;
pub use moments::{add_moments, restore_moments};
pub use parameters::{add_parameters, restore_parameters};
pub use tensors::{Content, Gather};
