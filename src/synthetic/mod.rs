//! Benchmarks without data: seeded rows whose tasks are related exactly as much as a number says.
//!
//! GradNorm's toy (Chen et al. 2018) is left out. Its tasks differ by the scale of their labels alone, which the dataset takes away
//! when it standardises every target, and each of them has a hundred outputs where a column is one.

mod directions;
mod drawn;
mod mmoe;
mod multitab;
mod plane;
mod table;

pub use directions::{Impossible, related};
pub use drawn::Drawn;
pub use mmoe::Mmoe;
pub use multitab::MultiTab;
pub use plane::{Place, Plane};
pub use table::table;
