//! Bytes become a table, columns become tasks, table and tasks become a dataset.

pub mod batch;
pub mod csv;
pub mod dataset;
pub mod encoding;
pub mod error;
pub mod gallery;
pub mod kind;
pub mod layout;
pub mod leak;
pub mod ngram;
pub mod row_weight;
pub mod scaling;
pub mod split;
pub mod stratify;
pub mod summary;
pub mod table;
pub mod task;
pub mod transform;
