//! Matrix products by multiply-adds that are one instruction ("relaxed SIMD"), twice as fast as two.
//!
//! Browsers that don't know the instruction refuse the whole module that has it: so this is one of its own, of two kilobytes, which works
//! in the worker's memory. It has neither stack nor data there: `tests/browser/build.test.js` looks.
#![no_std]
#![no_main]
#![allow(unsafe_code, reason = "it is handed addresses")]

#[path = "../kernel/multiply.rs"]
mod product;

use core::arch::wasm32::{
    f32x4_extract_lane, f32x4_relaxed_madd, f32x4_splat, v128, v128_load, v128_load32_splat, v128_store,
};

use product::{PANEL, Product};

/// Rows that are computed at a time: with two vectors of columns each, all sums fit the processor's registers.
const ROWS: usize = 4;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// Computes the product.
///
/// # Safety
/// All of its places must be in memory, and the result's and the panel's in nothing else's use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn multiply(product: &Product) {
    let mut column = 0;
    while column < product.columns {
        let width = PANEL.min(product.columns - column);
        // SAFETY: the caller's promise; the column is in the matrix.
        unsafe { pack(product, column, width) };
        let mut row = 0;
        while row + ROWS <= product.rows {
            // SAFETY: so many rows are left.
            unsafe { tile::<ROWS>(product, row, column, width) };
            row += ROWS;
        }
        while row < product.rows {
            // SAFETY: one row is left.
            unsafe { tile::<1>(product, row, column, width) };
            row += 1;
        }
        column += PANEL;
    }
}

/// Copies columns of the right matrix so that they lie one after the other; those that it doesn't have are 0.
unsafe fn pack(product: &Product, column: usize, width: usize) {
    for place in 0..product.depth {
        // SAFETY: the panel has room, and only columns of the matrix are read.
        unsafe {
            let (from, to) =
                (product.right.add(place * product.columns + column), product.panel.add(place * PANEL));
            if width == PANEL {
                v128_store(to.cast(), v128_load(from.cast()));
                v128_store(to.add(4).cast(), v128_load(from.add(4).cast()));
            } else {
                for offset in 0..PANEL {
                    *to.add(offset) = if offset < width { *from.add(offset) } else { 0.0 };
                }
            }
        }
    }
}

/// Some rows of the columns in the panel.
#[inline(always)]
unsafe fn tile<const N: usize>(product: &Product, row: usize, column: usize, width: usize) {
    let mut sums = [[f32x4_splat(0.0); 2]; N];
    // SAFETY: rows, columns and places are in their matrices.
    unsafe {
        let mut left = product.left.add(row * product.left_row);
        let mut panel = product.panel.cast::<v128>();
        for _ in 0..product.depth {
            let right = [v128_load(panel), v128_load(panel.add(1))];
            for (offset, sums) in sums.iter_mut().enumerate() {
                let number = v128_load32_splat(left.add(offset * product.left_row).cast());
                sums[0] = f32x4_relaxed_madd(number, right[0], sums[0]);
                sums[1] = f32x4_relaxed_madd(number, right[1], sums[1]);
            }
            left = left.add(1);
            panel = panel.add(2);
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
