//! Quantiles: of numbers at hand, and of Student's t.

use std::f64::consts::FRAC_PI_2;

use super::normal::normal_quantile;

/// Cells of the grid on which a density is added up; leaves errors below 1e-5.
const CELLS: usize = 4_096;

/// Standard deviations beyond which a tail is nothing.
const FAR: f64 = 12.0;

/// The number below which `share` of the sorted numbers lie, linear between neighbours; `None` of no numbers.
///
/// Type 7 of Hyndman & Fan 1996, "Sample quantiles in statistical packages"; NumPy's default.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let position = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let below = *sorted.get(position.floor() as usize)?;
    let above = *sorted.get(position.ceil() as usize)?;
    Some(below + (above - below) * position.fract())
}

/// The number below which a number of Student's t distribution lies with probability `share`, in `(0, 1)`.
///
/// `t = √ν tan φ` has a density in `φ` in proportion to `cos^(ν - 1) φ`, so that no gamma function is needed.
///
/// - `freedom`: `ν`, degrees of freedom, not always whole; taken as 1 where it is less
pub fn student_quantile(share: f64, freedom: f64) -> f64 {
    let freedom = freedom.max(1.0);
    if !freedom.is_finite() {
        return normal_quantile(share);
    }
    let scale = freedom.sqrt();
    let upper = FRAC_PI_2.min(FAR / scale);
    mirrored(share, |half| scale * half_quantile(upper, half, |angle| angle.cos().powf(freedom - 1.0)).tan())
}

/// The quantile of a distribution that is symmetric about 0, from its upper half.
fn mirrored(share: f64, of_half: impl Fn(f64) -> f64) -> f64 {
    let half = (2.0 * share - 1.0).abs().min(1.0);
    if share < 0.5 { -of_half(half) } else { of_half(half) }
}

/// Where the area under a density from 0 on is `share` of that up to `upper`.
fn half_quantile(upper: f64, share: f64, density: impl Fn(f64) -> f64) -> f64 {
    let width = upper / CELLS as f64;
    let areas: Vec<f64> = (0..CELLS).map(|cell| density((cell as f64 + 0.5) * width)).collect();
    let mut missing = share * areas.iter().sum::<f64>();
    for (cell, area) in areas.iter().enumerate() {
        if missing <= *area {
            return (cell as f64 + missing / area.max(f64::MIN_POSITIVE)) * width;
        }
        missing -= area;
    }
    upper
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SciPy 1.17: `t.ppf`.
    #[test]
    fn students_t_is_that_of_scipy() {
        let cases = [
            (0.975, 1.0, 12.706_205),
            (0.975, 1.5, 6.016_663),
            (0.975, 2.0, 4.302_653),
            (0.95, 4.0, 2.131_847),
            (0.975, 4.0, 2.776_445),
            (0.025, 30.0, -2.042_272),
            (0.975, 200.0, 1.971_896),
            (0.975, 1e6, 1.959_966),
        ];
        for (share, freedom, expected) in cases {
            let found = student_quantile(share, freedom);
            assert!((found - expected).abs() < 2e-5 * expected.abs(), "t {share} {freedom}: {found}");
        }
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.0), Some(1.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 1.0), Some(4.0));
    }
}
