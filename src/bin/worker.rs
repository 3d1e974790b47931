//! The worker's binary: runs constructors once, then serves the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    run_constructors();
    console_error_panic_hook::set_once();
    polyhead::web::worker::start();
}

/// Names the linker's constructor runner, and calls it once.
///
/// Burn's kernel compiler registers thousands of entries in constructors. In a module that never names this symbol
/// the linker wraps every export so that it runs them all again on each call: milliseconds a call.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
fn run_constructors() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    // SAFETY: the linker defines it, it takes and returns nothing, and this is the first and only call.
    unsafe { __wasm_call_ctors() }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary only runs as a web worker: see README.md.");
}
