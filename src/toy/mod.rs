//! Two tasks on a plane, with a valley that traps and a front to reach: a test of weightings that needs no data.

mod descent;
mod picture;
mod plane;
mod trail;

pub use descent::Descent;
pub use picture::Picture;
pub use plane::{Point, Toy};
