//! One matrix product, as it is handed over to a module of its own: `result = left × right + start`, all of single precision.
//!
//! That module is `src/bin/multiply.rs`, which includes this file and nothing else of the crate.

/// Where the numbers are, and how many.
#[repr(C)]
pub struct Product {
    /// `[rows, depth]`.
    pub left: *const f32,
    /// Numbers from row to row of `left`, and from place to place in a row; one of the two is 1.
    pub left_steps: [usize; 2],
    /// `[depth, columns]`.
    pub right: *const f32,
    /// Numbers from row to row of `right`, and from column to column; one of the two is 1.
    pub right_steps: [usize; 2],
    /// What the sums of each column start with, as many as make full panels.
    pub start: *const f32,
    /// `[rows, columns]`, row-major.
    pub result: *mut f32,
    /// Room for a panel of `right`, and for `left` in full tiles where its rows don't lie in one piece.
    pub room: *mut f32,
    /// Of the result.
    pub rows: usize,
    /// Of the result.
    pub columns: usize,
    /// What is summed over.
    pub depth: usize,
    /// Whether sums below 0 become 0.
    pub relu: bool,
}

/// Columns that are computed at a time.
pub const PANEL: usize = 8;

/// Rows that are computed at a time: with two vectors of columns each, all sums fit the processor's registers.
pub const ROWS: usize = 4;
