//! One matrix product, as it is handed over to a module of its own: `result = left × right`, all of single precision.
//!
//! That module is `src/bin/multiply.rs`, which includes this file and nothing else of the crate.

/// Where the numbers are, and how many.
#[repr(C)]
pub struct Product {
    /// `[rows, depth]`, each row's numbers one after the other.
    pub left: *const f32,
    /// Numbers from row to row of `left`.
    pub left_row: usize,
    /// `[depth, columns]`, row-major.
    pub right: *const f32,
    /// `[rows, columns]`, row-major.
    pub result: *mut f32,
    /// Room for 8 times `depth` numbers, those of the columns that are computed at a time.
    pub panel: *mut f32,
    /// Of the result.
    pub rows: usize,
    /// Of the result.
    pub columns: usize,
    /// What is summed over.
    pub depth: usize,
}

/// Columns that are computed at a time.
pub const PANEL: usize = 8;
