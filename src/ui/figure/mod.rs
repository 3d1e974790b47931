//! Draws what views consist of, whatever the view: charts, grids, tables and masks, each with its title, its numbers and its selection.

mod chart;
mod controls;
mod drawing;
mod frame;
mod grid;
mod look;
mod marks;
mod masks;
mod numbers;
mod picked;
mod table;
mod tabs;

pub use frame::ChartView;
pub use look::LookView;
pub use picked::Picked;
pub use tabs::Tabs;
