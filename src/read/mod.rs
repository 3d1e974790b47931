//! Bytes become a sheet: named columns of cells, whatever format they were written in. What the cells mean is not asked here.

pub mod cells;
pub mod csv;
pub mod gzip;
pub mod json;
pub mod levels;
pub mod missing;
pub mod number;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod records;
pub mod sheet;
pub mod text;
