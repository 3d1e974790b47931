//! Columns become tasks: what is predicted, as numbers that a loss compares, fitted on training rows only.

pub mod class_weights;
mod classes;
mod config;
mod counts;
mod kind;
pub mod label_set;
mod labels;
pub mod layout;
mod multi_select;
mod numbers;
pub mod rare;
pub mod target;
pub mod transform;

pub use config::TargetConfig;
pub use kind::{MOST_CLASSES, Task, TaskKind};
