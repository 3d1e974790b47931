//! Whether a cell by itself looks like a number, in whatever way of writing.

use crate::read::number::amount::Amount;
use crate::read::number::clock::Clock;
use crate::read::number::plain::plain;
use crate::read::number::{currency, unit};

/// Whether a cell by itself is a number in some way of writing, with a unit only where that is known.
pub fn is_like_one(text: &str) -> bool {
    let is_known = |amount: Amount| {
        amount.unit.is_empty() || currency::named(&amount.unit).is_some() || unit::is_known(&amount.unit)
    };
    plain(text).is_some() || Amount::of(text, true).is_some_and(is_known) || Clock::of(text).is_some()
}
