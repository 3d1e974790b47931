//! The binary of the worker that reads workbooks of Excel and OpenDocument; loaded only when one comes.

#[cfg(all(feature = "workbook", target_arch = "wasm32"))]
fn main() {
    polyhead::web::module::serve(|bytes, _name, asked| polyhead::read::workbook::unpack(&bytes, asked));
}

#[cfg(not(all(feature = "workbook", target_arch = "wasm32")))]
fn main() {
    eprintln!("This binary only runs as a web worker: see README.md.");
}
