//! Table, inputs and tasks become a dataset: rows dealt to splits, in batches.
//!
//! Rows are dealt by seed so that every split has the same shares of the classes of all class tasks (iterative stratification, Sechidis et
//! al., 2011; plain random where no task has classes). As that makes the split depend on the tasks, give a column with the role `split`, or
//! `split.stratify: "none"`, to compare runs with different tasks. Everything that is fitted (scales, quantiles, transforms) sees training
//! rows only.

pub mod batch;
mod by_time;
pub mod dataset;
pub mod design;
pub mod label_sets;
mod notes;
pub mod order;
pub mod sampling;
pub mod source;
pub mod split;
pub mod stratify;
mod together;
mod tree_table;
