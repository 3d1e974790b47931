//! Arithmetic without a domain.

pub mod cholesky;
pub mod deviance;
