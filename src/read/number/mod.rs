//! Numbers as programs and people write them.
//!
//! A column's numbers are written in one way ([`NumberFormat`]), decided on all its cells: with what signs ([`digits`]), in what
//! unit ([`mod@unit`]), as an amount ([`amount`]) or as a stretch of time ([`clock`]).

pub mod amount;
pub mod clock;
pub mod currency;
pub mod digits;
pub mod format;
pub mod hint;
pub mod like;
pub mod plain;
pub mod unit;
mod writing;

pub use format::NumberFormat;
pub use hint::NumberHint;
pub use like::is_like_one;
pub use plain::plain;
