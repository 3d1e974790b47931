//! Arithmetic without a domain.

pub mod cholesky;
pub mod conformal;
pub mod deviance;
pub mod mean;
pub mod normal;
pub mod poisson;
pub mod quantile;
pub mod stream;
pub mod wilson;
