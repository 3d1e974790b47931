//! Arithmetic without a domain.

pub mod deviance;
pub mod normal;
pub mod quantile;
