//! Does learning together help: gains over single-task twins, how sure they are, and which tasks belong together.
//!
//! A joint model and its twins predict the same test rows after the same seeds. [`TaskPairs`] hold what both say, [`PairedBootstrap`]
//! resamples rows and seeds in slices, its [`GainReport`] holds gains with intervals, and [`Verdict`] puts one interval into words. A linear
//! model or boosted trees in the place of the twins give the intervals that [`Standing`] puts into words. [`score_intervals`] resamples the
//! scores of one model alone.
//!
//! [`Affinity`] and [`Similarity`] measure during training how two tasks act on each other, [`groupings`] turns affinities into groups of
//! tasks, [`pairs()`] puts all that into one table. [`Comparison`] ranks configurations on validation rows.
//!
//! # What the verdict means
//!
//! You trained one model that answers several questions at once. Would it have answered each of them as well, or better, had it learned that
//! question alone? To find out, a second model of the same size is trained for each question: with the same rows, the same batches, the same
//! seed and the same limits, so that only one thing differs. It keeps the epoch that was best for its own question.
//!
//! Both then answer the *test rows*. Nobody has looked at those before: no choice was made by them. The **gain** of a question is how much
//! better the joint model scores there, in percent of what the other model scores. Δm is the mean of all gains.
//!
//! Test rows are few, and other test rows would have given another gain. The **interval** says how far that luck reaches: test rows are drawn
//! again and again from those that there are, and the gain is computed each time. Of 100 such intervals, about 95 hold the gain that endless
//! test rows would show. Training needs luck, too: where models begin, and in which order they see rows. With five seeds, each model is trained
//! five times, and both kinds of luck are in the interval. With one seed only the luck of rows is, so the verdict never says more than “seems
//! to”.
//!
//! | the interval | the verdict |
//! |---|---|
//! | lies above 0 | learning together helps |
//! | lies below 0 | it hurts |
//! | holds 0 | no detectable difference, and how large one would have had to be to be found in 4 of 5 cases |
//! | rests on too few rows | too few test rows to tell |
//!
//! “No detectable difference” is not “no difference”: look at the size that could have been seen. A gain is no reason to use a network, either:
//! beside each question stands how a linear model and boosted trees answer it, and where they are better, take them.
//!
//! `bash tests/bench/truth/run FOLDER` holds verdicts to what is known. Of 20 tables whose tasks have nothing in common with anything, all 20
//! got “no detectable difference” (3 seeds). Market values of 5 000 football players, most of them hidden, gain 25 % (13 to 43) from the
//! three tasks beside them, of which one loses 2 %; two digits in one picture lose 4 % (3 to 7) on a shared trunk of the default size (5 seeds).
//! On made tables whose tasks are one, or have nothing in common on a narrow trunk, the true gain is 5 % or more, up or down, in 20 of 20. Of
//! these verdicts (5 seeds, 3 000 test rows) 8 have the right sign and none the wrong one; 12 are undecided, as small training sets leave
//! much to the luck of training. That is fewer than we want, and more seeds decide more of them.
//!
//! `bash tests/bench/coverage/run` holds intervals of 90 % to gains that are known: they hold them in 89 to 94 % of 3 000 repetitions.
//!
//! # How it works
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
mod score;
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
pub use score::{ScoreInterval, ScoredTask, score_intervals};
pub use similarity::{Moment, PairMean, Similarity};
pub use standing::{Baseline, Side, Standing, standing_sentence};
pub use statistic::weighted_score;
pub use verdict::{GainUnit, Verdict};
