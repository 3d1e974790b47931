//! Matrix products by multiply-adds that are one instruction ("relaxed SIMD"), twice as fast as two.
//!
//! Browsers that don't know the instruction refuse the whole module that has it: so this is one of its own, of four kilobytes, which works
//! in the worker's memory. It has neither stack nor data there: `tests/browser/build.test.js` looks.
#![no_std]
#![no_main]
#![allow(unsafe_code, reason = "it is handed addresses")]

#[path = "../kernel/multiply.rs"]
mod product;

use core::arch::wasm32::{
    f32x4_extract_lane, f32x4_max, f32x4_relaxed_madd, f32x4_splat, i32x4_shuffle, v128, v128_load,
    v128_load32_splat, v128_store,
};

use product::{PANEL, Product, ROWS};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// Rows of the left matrix as they are read: from row to row, and from place to place.
#[derive(Clone, Copy)]
struct Rows {
    first: *const f32,
    steps: [usize; 2],
}

/// Computes the product.
///
/// # Safety
/// All of its places must be in memory, and the result's and the room in nothing else's use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn multiply(product: &Product) {
    let [row_step, place_step] = product.left_steps;
    // Rows that lie across one another would be read from a line of memory each; tiles lie as they are read.
    let is_across = place_step != 1;
    // SAFETY: the room is larger than a panel.
    let tiles = unsafe { product.room.add(PANEL * product.depth) };
    if is_across {
        // SAFETY: the caller's promise.
        unsafe { pack_left(product, tiles) };
    }
    let rows_from = |row: usize| {
        let (tile, place) = (row / ROWS * ROWS, row % ROWS);
        // SAFETY: the row is in the matrix.
        unsafe {
            match is_across {
                true => Rows { first: tiles.add(tile * product.depth + place), steps: [1, ROWS] },
                false => Rows { first: product.left.add(row * row_step), steps: [row_step, 1] },
            }
        }
    };
    let mut column = 0;
    while column < product.columns {
        let width = PANEL.min(product.columns - column);
        // SAFETY: the caller's promise; the column is in the matrix.
        unsafe { pack_right(product, column, width) };
        let mut row = 0;
        while row + ROWS <= product.rows {
            // SAFETY: so many rows are left.
            unsafe { tile::<ROWS>(product, rows_from(row), row, column, width) };
            row += ROWS;
        }
        while row < product.rows {
            // SAFETY: one row is left.
            unsafe { tile::<1>(product, rows_from(row), row, column, width) };
            row += 1;
        }
        column += PANEL;
    }
}

/// Copies the left matrix, whose columns lie in one piece, so that the numbers of each few rows lie as they are read.
unsafe fn pack_left(product: &Product, tiles: *mut f32) {
    let mut row = 0;
    while row < product.rows {
        let height = ROWS.min(product.rows - row);
        for place in 0..product.depth {
            // SAFETY: tiles have room, and only rows of the matrix are read.
            unsafe {
                let from = product.left.add(place * product.left_steps[1] + row);
                let to = tiles.add(row * product.depth + place * ROWS);
                if height == ROWS {
                    v128_store(to.cast(), v128_load(from.cast()));
                } else {
                    for offset in 0..height {
                        *to.add(offset) = *from.add(offset);
                    }
                }
            }
        }
        row += ROWS;
    }
}

/// Copies columns of the right matrix so that the numbers of each row lie one after the other; those that it doesn't have are 0.
unsafe fn pack_right(product: &Product, column: usize, width: usize) {
    let [row_step, column_step] = product.right_steps;
    let mut place = 0;
    // SAFETY: the panel has room, and only columns of the matrix are read.
    unsafe {
        let first = product.right.add(column * column_step);
        if width == PANEL && column_step != 1 {
            while place + 4 <= product.depth {
                let (from, to) = (first.add(place), product.room.add(place * PANEL));
                turn(from, column_step, to);
                turn(from.add(4 * column_step), column_step, to.add(4));
                place += 4;
            }
        }
        while place < product.depth {
            let (from, to) = (first.add(place * row_step), product.room.add(place * PANEL));
            if width == PANEL && column_step == 1 {
                v128_store(to.cast(), v128_load(from.cast()));
                v128_store(to.add(4).cast(), v128_load(from.add(4).cast()));
            } else {
                for offset in 0..PANEL {
                    *to.add(offset) = if offset < width { *from.add(offset * column_step) } else { 0.0 };
                }
            }
            place += 1;
        }
    }
}

/// Four rows of four numbers, `step` apart, as columns of a panel.
#[inline(always)]
unsafe fn turn(from: *const f32, step: usize, to: *mut f32) {
    // SAFETY: the caller's matrix and panel have them.
    unsafe {
        let row = |place: usize| v128_load(from.add(place * step).cast());
        let (a, b, c, d) = (row(0), row(1), row(2), row(3));
        let (ab_low, ab_high) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
        let (cd_low, cd_high) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        v128_store(to.cast(), i32x4_shuffle::<0, 1, 4, 5>(ab_low, cd_low));
        v128_store(to.add(PANEL).cast(), i32x4_shuffle::<2, 3, 6, 7>(ab_low, cd_low));
        v128_store(to.add(2 * PANEL).cast(), i32x4_shuffle::<0, 1, 4, 5>(ab_high, cd_high));
        v128_store(to.add(3 * PANEL).cast(), i32x4_shuffle::<2, 3, 6, 7>(ab_high, cd_high));
    }
}

/// Some rows of the columns in the panel.
#[inline(always)]
unsafe fn tile<const N: usize>(product: &Product, rows: Rows, row: usize, column: usize, width: usize) {
    // SAFETY: rows, columns and places are in their matrices.
    unsafe {
        let start = product.start.add(column).cast::<v128>();
        let mut sums = [[v128_load(start), v128_load(start.add(1))]; N];
        let mut left = rows.first;
        let mut panel = product.room.cast::<v128>();
        for _ in 0..product.depth {
            let right = [v128_load(panel), v128_load(panel.add(1))];
            for (offset, sums) in sums.iter_mut().enumerate() {
                let number = v128_load32_splat(left.add(offset * rows.steps[0]).cast());
                sums[0] = f32x4_relaxed_madd(number, right[0], sums[0]);
                sums[1] = f32x4_relaxed_madd(number, right[1], sums[1]);
            }
            left = left.add(rows.steps[1]);
            panel = panel.add(2);
        }
        if product.relu {
            sums = sums.map(|[first, second]| {
                [f32x4_max(first, f32x4_splat(0.0)), f32x4_max(second, f32x4_splat(0.0))]
            });
        }
        for (offset, sums) in sums.iter().enumerate() {
            let result = product.result.add((row + offset) * product.columns + column);
            if width == PANEL {
                v128_store(result.cast(), sums[0]);
                v128_store(result.add(4).cast(), sums[1]);
            } else {
                store_some(result, *sums, width);
            }
        }
    }
}

/// The first numbers of two vectors.
#[inline(always)]
unsafe fn store_some(result: *mut f32, [first, second]: [v128; 2], width: usize) {
    let numbers = [
        f32x4_extract_lane::<0>(first),
        f32x4_extract_lane::<1>(first),
        f32x4_extract_lane::<2>(first),
        f32x4_extract_lane::<3>(first),
        f32x4_extract_lane::<0>(second),
        f32x4_extract_lane::<1>(second),
        f32x4_extract_lane::<2>(second),
    ];
    // An array that is indexed would need a stack.
    let [a, b, c, d, e, f, g] = numbers;
    for (place, number) in [(0, a), (1, b), (2, c), (3, d), (4, e), (5, f), (6, g)] {
        if place < width {
            // SAFETY: the caller's matrix has so many columns more.
            unsafe { *result.add(place) = number };
        }
    }
}
