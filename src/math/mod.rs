//! Arithmetic without a domain.

pub mod cholesky;
pub mod conformal;
pub mod deviance;
pub mod mean;
pub mod normal;
pub mod poisson;
pub mod principal;
pub mod quantile;
pub mod stream;
pub mod symmetric;
pub mod wilson;
