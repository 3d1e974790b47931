//! Browser glue, thin: each side of the worker's channel, files, and the frame around the page.

#[cfg(feature = "train")]
mod gpu;
#[cfg(feature = "train")]
pub mod worker;
