//! A sheet becomes a table: each column has a type, a role and a distribution, and what is odd about it is said.
//!
//! [`kind`] decides on all rows whether a column holds numbers, integers, categories, ordered categories, yes and no, dates, identifiers, one
//! value or text, and says why. `tests/spec.rs` compares that with the notes of the gallery's six tables, and with those of the folder
//! `POLYHEAD_TABLES` if there is one; `tests/property.rs` with made tables.
//!
//! Every column has a role: `input`, `task`, `ignore`, `split` (says `train`, `valid` or `test`), `group` (its rows stay in one split) or
//! `weight`. Roles are suggested with a reason; a role that the user chose always stands. A column that gives a task away (the same numbers,
//! a sum of tasks, a line through one, its classes by other names; in all rows but one in a thousand) is suggested `ignore` ([`leak`]).
//!
//! Several files that come at once can be joined by a key, a column that all of them have: the rows of the first file stay as they are, and
//! get the cells of the row with the same key in the others, where a key may stand only once ([`join`]).

pub mod advice;
pub mod choices;
mod code;
pub mod column;
mod columns;
pub mod copies;
pub mod date;
mod doubled;
pub mod examine;
pub mod finding;
pub mod gallery;
pub mod group;
mod hints;
pub mod intake;
pub mod join;
pub mod kind;
pub mod label;
pub mod leak;
pub mod multi_select;
pub mod name;
mod no_answer;
pub mod notice;
pub mod picture;
pub mod reading;
mod roles;
pub mod row_weight;
pub mod scale;
pub mod series;
mod shell;
pub mod spread;
pub mod stray;
pub mod summary;
mod tick;
pub mod warnings;

pub use columns::Table;
