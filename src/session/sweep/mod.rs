//! A sweep: several configurations, each trained with several seeds, one after the other in slices between requests.
//!
//! `state` is all that has to be kept for a sweep to go on after a reload: which configurations there are, and what the trainings that are
//! done came to. It says what comes next: each configuration with the first seed, then with the second one, and so on. Once all are trained,
//! the best configuration by its ranks on validation rows is scored on test rows, and no other ever is. `queue` trains and scores; a training
//! that was cut short begins again, and one that is done is never repeated.

mod queue;
mod state;

pub use queue::{Slice, Sweep};
pub use state::SweepState;
