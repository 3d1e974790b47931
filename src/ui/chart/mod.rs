//! Charts: each a component that draws plain data; their arithmetic is in `scale`.

mod confusion;
mod line;
mod matrix;
mod scatter;
mod spark;

pub use confusion::Confusion;
pub use line::{LineChart, Series};
pub use matrix::Matrix;
pub use scatter::Scatter;
pub use spark::Spark;
