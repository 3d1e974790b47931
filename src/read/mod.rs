//! Bytes become a sheet: named columns of cells, whatever format they were written in. What the cells mean is not asked here.

pub mod arff;
pub mod cells;
mod closing;
pub mod csv;
mod delimiter;
pub mod encoding;
mod ending;
pub mod gzip;
mod header;
pub mod json;
mod layout;
mod left_out;
pub mod levels;
pub mod libsvm;
pub mod missing;
pub mod number;
pub mod orange;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod records;
pub mod row_numbers;
mod sample;
pub mod sheet;
pub mod text;
mod top;
