//! Charts: each a component that draws plain data; their arithmetic is in `scale`.

mod confusion;
mod labels;
mod line;
mod matrix;
mod scatter;
mod spark;
mod surface;

pub use confusion::Confusion;
pub use labels::LabelTable;
pub use line::{LineChart, Series};
pub use matrix::Matrix;
pub use scatter::Scatter;
pub use spark::Spark;
pub use surface::SurfaceChart;
