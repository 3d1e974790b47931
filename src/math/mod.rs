//! Arithmetic without a domain.

pub mod deviance;
