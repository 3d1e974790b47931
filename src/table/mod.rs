//! A sheet becomes a table: each column has a type, a role and a distribution, and what is odd about it is said.

pub mod advice;
pub mod choices;
pub mod column;
mod columns;
pub mod copies;
pub mod date;
mod doubled;
pub mod gallery;
pub mod group;
pub mod intake;
pub mod join;
pub mod kind;
pub mod leak;
pub mod multi_select;
pub mod reading;
mod roles;
pub mod row_weight;
pub mod scale;
pub mod series;
pub mod spread;
pub mod stray;
pub mod summary;
mod tick;

pub use columns::Table;
