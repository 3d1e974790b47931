//! Table, inputs and tasks become a dataset: rows dealt to splits, in batches.

pub mod batch;
mod by_time;
pub mod dataset;
pub mod label_sets;
mod notes;
pub mod split;
pub mod stratify;
mod together;
