//! Bytes become a sheet: named columns of cells, whatever format they were written in. What the cells mean is not asked here.
//!
//! A file is told by its first bytes (`signature`). What holds a table in some package (`archive`, `packed`, `parquet`,
//! `workbook`) becomes text first, most of it in wasm modules that the page loads only for such a file.

pub mod archive;
pub mod cells;
pub mod csv;
pub mod gzip;
pub mod json;
pub mod levels;
pub mod missing;
pub mod number;
#[cfg(feature = "unpack")]
mod packed;
#[cfg(feature = "unpack")]
pub mod parquet;
pub mod records;
pub mod sheet;
pub mod signature;
pub mod tar;
pub mod text;
#[cfg(feature = "unpack")]
pub mod unpack;
#[cfg(feature = "workbook")]
pub mod workbook;
pub mod zip;
