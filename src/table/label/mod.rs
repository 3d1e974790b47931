//! Labels: which spellings are one, which mean no and yes, which are steps of a scale, and which say that there is no answer.

pub mod absent;
mod compose;
pub mod fold;
pub mod key;
pub mod likert;
pub mod order;
pub mod yes_no;
