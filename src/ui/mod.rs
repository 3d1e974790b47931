//! The page: one state, four panels in data-flow order, and the charts they draw. It never touches a tensor.

pub mod entered;
pub mod field;
pub mod format;
pub mod layout;
pub mod scale;
pub mod selection;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod chart;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod control;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod figure;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod gatherer;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod guard;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod origin;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod panel;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod progress;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod saved;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod start;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod state;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod tables;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod taken_up;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub use app::App;
