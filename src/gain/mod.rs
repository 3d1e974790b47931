//! Does learning together help: gains over single-task twins, how sure they are, and which tasks belong together.
//!
//! A joint model and its twins predict the same test rows after the same seeds. [`TaskPairs`] hold what both say, [`PairedBootstrap`]
//! resamples rows and seeds in slices, its [`GainReport`] holds gains with intervals, and [`Verdict`] puts one interval into words. A linear
//! model or boosted trees in the place of the twins give the intervals that [`Standing`] puts into words.
//!
//! [`Affinity`] and [`Similarity`] measure during training how two tasks act on each other, [`groupings`] turns affinities into groups of
//! tasks, [`pairs()`] puts all that into one table. [`Comparison`] ranks configurations on validation rows.
//!
//! Everything here is arithmetic on plain slices; randomness comes in as a seed.

mod affinity;
mod bootstrap;
mod compare;
mod csv;
mod delta;
mod evidence;
mod grouping;
mod interval;
mod pair;
mod pairs;
mod predicted;
mod predictions;
mod prepared;
mod result;
mod similarity;
mod standing;
mod statistic;
mod verdict;

pub use affinity::Affinity;
pub use bootstrap::{PairedBootstrap, Settings};
pub use compare::{Comparison, Row, Score, Trial};
pub use delta::{DeltaM, GUARD, Gain, NoPercent, delta_m, gains, mean_ranks};
pub use evidence::{Evidence, FEWEST_DIFFERING, FEWEST_MINORITY, FEWEST_UNITS, MOST_UNDEFINED, TooFew, Unit};
pub use grouping::{Group, Grouping, MOST_TASKS, groupings};
pub use interval::Interval;
pub use pair::{Pair, PairError, TaskPairs};
pub use pairs::{LabelCounts, PairRow, pairs};
pub use predicted::Predicted;
pub use predictions::Predictions;
pub use result::{GainReport, Luck, Method, Overall, TaskGain};
pub use similarity::{Moment, PairMean, Similarity};
pub use standing::{Baseline, Side, Standing, standing_sentence};
pub use statistic::weighted_score;
pub use verdict::{GainUnit, Verdict};
