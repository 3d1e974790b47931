//! What a run that has ended is compared with: networks of one task alone, linear models and boosted trees are fitted one after the other,
//! in slices between requests, and a paired bootstrap says how sure the gains are.
//!
//! `plan` says what is to do, `work` does one job after the other (`network`, `numbers`, `judge`), `found` keeps what came of them, and `outcome` puts
//! it into the run's report.

mod found;
mod groups;
mod job;
mod judge;
mod network;
mod numbers;
mod outcome;
mod plan;
mod queue;
mod work;

pub use found::{Found, FoundRecord};
pub use groups::to_model;
pub use job::Job;
pub use queue::{Queue, Slice};
