//! Why bytes can't be read as what they should be, or not be written.

use super::super::error::TrainingError;
use crate::schema::state::StateError;

/// Why a file can't be read or written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each field is named in its sentence")]
pub enum FileError {
    #[error("this is no file of a Polyhead model or checkpoint, or it is damaged ({0})")]
    Damaged(String),
    #[error("this file holds a {found}, not a {expected}")]
    OtherKind { expected: &'static str, found: String },
    #[error(
        "this {kind} is of version {found}, and this app reads version {expected}: open it with the app that wrote it"
    )]
    OtherVersion { kind: &'static str, expected: u64, found: u64 },
    #[error("this {kind} is damaged: the tensor “{name}” is missing")]
    MissingTensor { kind: &'static str, name: String },
    #[error("this {kind} is damaged: nothing is known of the tensor “{name}”")]
    UnknownTensor { kind: &'static str, name: String },
    #[error("this {kind} is damaged: the tensor “{name}” has the shape {found:?}, not {expected:?}")]
    OtherShape { kind: &'static str, name: String, expected: Vec<usize>, found: Vec<usize> },
    #[error("this {kind} is damaged: “{field}” can't be read ({problem})")]
    Field { kind: &'static str, field: &'static str, problem: String },
    #[error("this {kind} is of {other} than the present run: load what it was made from, or train anew")]
    OtherRun { kind: &'static str, other: &'static str },
    #[error("the model's numbers are no longer finite after step {step}: no checkpoint was made")]
    NotFinite { step: usize },
    #[error("its state could not be written ({0})")]
    State(#[from] StateError),
    #[error(transparent)]
    Device(#[from] TrainingError),
}
