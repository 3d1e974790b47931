//! The views of heads, each drawn by the file of its name.

mod confusion;
mod head;
mod label_table;
mod list;
mod scatter;
mod segmentation;

pub use head::Head;
pub use list::drawn;
