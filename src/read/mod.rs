//! Bytes become a sheet: named columns of cells, whatever format they were written in. What the cells mean is not asked here.
//!
//! A file may be delimited text, JSON in any usual shape, ARFF or libsvm; a file is known by its first bytes ([`signature`]). It is read in
//! slices ([`sheet_reading::SheetReading`]), so that the page can show how far it is and stop it. Equal cells of a column are kept once, as levels
//! ([`levels`]), so that what comes later works on each different cell once.
//!
//! Delimited text is looked at before it is read: `encoding` guesses what its bytes mean, `delimiter` what stands between its
//! cells, `top` where the table begins below titles, `header` which rows hold names, and `layout` puts that together or takes
//! what was chosen instead. `csv` then reads record by record, and leaves out rows that are no data: empty ones, headers that
//! come again, comments, and lines below the table. `ending` judges the last rows, and those named as sums, once all are read,
//! as only then a sum can be checked. All that is left out is said, and `row_numbers` keeps where the other rows stand.
//!
//! What holds a table in some package (archives, packed files, Parquet, workbooks) becomes text first, most of it in wasm modules that the
//! page loads only for such a file (`src/bin/unpack.rs`, `src/bin/workbook.rs`).

pub mod archive;
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
#[cfg(feature = "unpack")]
mod packed;
#[cfg(feature = "unpack")]
pub mod parquet;
pub mod picture;
pub mod records;
pub mod row_numbers;
mod sample;
pub mod sheet;
pub mod sheet_reading;
pub mod signature;
pub mod tar;
pub mod text;
mod top;
#[cfg(feature = "unpack")]
pub mod unpack;
#[cfg(feature = "workbook")]
pub mod workbook;
pub mod zip;
