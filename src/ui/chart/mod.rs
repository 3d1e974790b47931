//! Charts: each a component that draws plain data; their arithmetic is in `scale`.

mod confusion;
mod cosines;
mod line;
mod scatter;
mod spark;

pub use confusion::Confusion;
pub use cosines::Cosines;
pub use line::{LineChart, Series};
pub use scatter::Scatter;
pub use spark::Spark;
