//! A sheet becomes a table: each column has a type, a role and a distribution, and what is odd about it is said.

pub mod choices;
mod code;
pub mod column;
mod columns;
pub mod date;
pub mod examine;
pub mod finding;
pub mod gallery;
pub mod intake;
pub mod join;
pub mod kind;
pub mod label;
pub mod leak;
mod name;
mod no_answer;
pub mod notice;
pub mod reading;
pub mod row_weight;
pub mod scale;
mod shell;
pub mod spread;
pub mod stray;
pub mod summary;
pub mod warnings;

pub use columns::Table;
