//! How far counts lie from the rate of a Poisson distribution.

/// Half the unit deviance of the Poisson distribution: `y ln(y / m) - (y - m)` for the count `y` and the rate `m`, never below 0.
///
/// McCullagh & Nelder 1989, "Generalized Linear Models", table 2.1.
pub fn half_deviance(actual: f64, rate: f64) -> f64 {
    let surprise = if actual > 0.0 { actual * (actual / rate).ln() } else { 0.0 };
    surprise - (actual - rate)
}
