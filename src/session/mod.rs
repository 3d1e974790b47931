//! One session: requests in, messages out; owns the table, the configuration and the run, and knows no browser.
//!
//! [`serve()`] is its loop. What it holds stands in `state`; what is under way in `run`, `loading`, `probing` and `drawing`; and what can be asked of it in
//! `reading`, `table`, `training`, `answering`, `probe` and `toy`. Runs that have ended stay as `ended`, and are compared with
//! others by `comparison`, which `comparing` begins and ends. Several configurations are trained one after the other by `sweep`, which
//! `sweeping` begins and ends. A run and an ended one can be
//! written to bytes and read back on the same table ([`Run::checkpoint`], [`Ended::to_bytes`]); `store` keeps all of it
//! for the next visit.

mod answering;
mod comparing;
mod comparison;
mod drawing;
mod ended;
mod fitting;
mod host;
mod judging;
mod loading;
mod looking;
mod probe;
mod probing;
mod reading;
mod run;
mod serve;
mod state;
mod store;
mod sweep;
mod sweeping;
mod table;
mod toy;
mod training;

pub use ended::Ended;
pub use host::Host;
pub use run::{Advance, Run};
pub use serve::serve;
pub use store::{Change, Source};
pub use sweep::{Slice, Sweep, SweepState};
