//! Bytes become a table, columns become tasks, table and tasks become a dataset.

pub mod summary;
pub mod task;
