//! The binary of the worker that unpacks files, Parquet among them; loaded only when one comes.

#[cfg(all(feature = "unpack", target_arch = "wasm32"))]
fn main() {
    polyhead::web::module::serve(polyhead::read::unpack::unpack);
}

#[cfg(not(all(feature = "unpack", target_arch = "wasm32")))]
fn main() {
    eprintln!("This binary only runs as a web worker: see README.md.");
}
