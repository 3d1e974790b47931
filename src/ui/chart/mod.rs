//! Charts: each a component that draws plain data; their arithmetic is in `scale`.

mod interval;
mod matrix;
mod spark;
mod surface;

pub use interval::IntervalChart;
pub use matrix::Matrix;
pub use spark::Spark;
pub use surface::SurfaceChart;
