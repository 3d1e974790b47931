//! Table, inputs and tasks become a dataset: rows dealt to splits, in batches.

pub mod batch;
pub mod dataset;
pub mod label_sets;
pub mod split;
pub mod stratify;
