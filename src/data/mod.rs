//! Bytes become a table, columns become tasks, table and tasks become a dataset.

pub mod batch;
pub mod calendar;
pub mod cells;
pub mod column;
pub mod csv;
pub mod dataset;
pub mod date;
pub mod encoding;
pub mod error;
pub mod gallery;
pub mod gzip;
pub mod json;
pub mod kind;
pub mod layout;
pub mod missing;
pub mod number;
pub mod reading;
pub mod scale;
pub mod sheet;
pub mod split;
pub mod summary;
pub mod table;
pub mod task;
pub mod text;
