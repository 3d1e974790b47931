//! The binary of the worker that turns Parquet into JSON Lines; loaded only when such a file comes.

#[cfg(all(feature = "parquet", target_arch = "wasm32"))]
fn main() {
    polyhead::web::unpacker::start();
}

#[cfg(not(all(feature = "parquet", target_arch = "wasm32")))]
fn main() {
    eprintln!("This binary only runs as a web worker: see README.md.");
}
