//! Arithmetic without a domain.

pub mod cholesky;
pub mod deviance;
pub mod normal;
pub mod principal;
pub mod quantile;
pub mod stream;
pub mod symmetric;
