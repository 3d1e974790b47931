//! Bytes become a sheet: named columns of cells, whatever format they were written in. What the cells mean is not asked here.
//!
//! A file may be delimited text, JSON or JSON Lines, packed with gzip or not, or Parquet. It is read in slices ([`sheet::SheetReading`]), so
//! that the page can show how far it is and stop it. Delimited text is split without copying its cells ([`records`]); equal cells of a column
//! are kept once, as levels ([`levels`]), so that what comes later works on each different cell once. A Parquet file is known by its first
//! bytes and turned into JSON Lines by a module of its own (`src/bin/parquet.rs`), which is loaded only then: missing cells, exact
//! decimals, dates and times are kept, nested cells become JSON text.

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
