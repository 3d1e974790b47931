//! The page's binary: mounts the app.

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
fn main() {
    console_error_panic_hook::set_once();
    polyhead::web::theme::Theme::first().apply();
    leptos::mount::mount_to_body(polyhead::ui::App);
}

#[cfg(not(all(feature = "ui", target_arch = "wasm32")))]
fn main() {
    eprintln!("This binary only runs as a page: see README.md.");
}
