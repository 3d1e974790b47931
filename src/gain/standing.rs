//! Where a model stands next to the baselines that any network has to beat.

use serde::{Deserialize, Serialize};

use super::interval::Interval;

/// A model that is quickly had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// The best answer that looks at no input.
    Constant,
    /// Ridge, logistic, ordinal or Poisson regression.
    Linear,
    /// Boosted trees.
    Trees,
}

impl Baseline {
    /// What a sentence calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "the constant baseline",
            Self::Linear => "the linear model",
            Self::Trees => "boosted trees",
        }
    }
}

/// On which side of a baseline a model is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The whole interval of its gain is above 0.
    Above,
    /// The interval has 0 in it.
    Level,
    /// The whole interval is below 0.
    Below,
    /// There is no interval.
    Unknown,
}

/// A model next to one baseline, in one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Next to which baseline.
    pub baseline: Baseline,
    /// On which side.
    pub side: Side,
}

impl Standing {
    /// From the interval of the model's gain over the baseline, above 0 where the model is better.
    pub fn new(baseline: Baseline, gain: Option<&Interval>) -> Self {
        let side = match gain {
            None => Side::Unknown,
            Some(gain) if gain.is_above_zero() => Side::Above,
            Some(gain) if gain.is_below_zero() => Side::Below,
            Some(_) => Side::Level,
        };
        Self { baseline, side }
    }
}

/// All of it in one sentence, the bad news first; empty of no baselines.
///
/// ```
/// use polyhead::gain::{Baseline, Interval, Standing, standing_sentence};
/// let below = Interval { value: -2.0, low: -3.0, high: -1.0 };
/// let above = Interval { value: 2.0, low: 1.0, high: 3.0 };
/// let standings = [Standing::new(Baseline::Linear, Some(&above)), Standing::new(Baseline::Trees, Some(&below))];
/// assert_eq!(standing_sentence(&standings), "Below boosted trees, above the linear model.");
/// ```
pub fn standing_sentence(standings: &[Standing]) -> String {
    let part = |side: Side, words: &str| {
        let own = standings.iter().filter(|standing| standing.side == side);
        let names: Vec<&str> = own.map(|standing| standing.baseline.name()).collect();
        (!names.is_empty()).then(|| format!("{words} {}", names.join(" and ")))
    };
    let parts = [
        part(Side::Below, "below"),
        part(Side::Level, "no detectable difference to"),
        part(Side::Above, "above"),
        part(Side::Unknown, "not compared with"),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => text,
    }
}
