//! How sure a share is.

use super::normal::normal_quantile;

/// The share of cases that the interval holds, as most reports have it.
const CONFIDENCE: f64 = 0.95;

/// The 95 % score interval of a share, which stays between 0 and 1 and has a width even where none or all are counted; `None` of nothing.
///
/// `(p + z²/2n ± z √(p (1 - p) / n + z²/4n²)) / (1 + z²/n)`.
/// Wilson 1927, "Probable inference, the law of succession, and statistical inference", <https://doi.org/10.2307/2276774>.
pub fn wilson_interval(part: usize, whole: usize) -> Option<[f64; 2]> {
    if whole == 0 {
        return None;
    }
    let count = whole as f64;
    let share = part.min(whole) as f64 / count;
    let z = normal_quantile(0.5 + CONFIDENCE / 2.0);
    let middle = share + z * z / (2.0 * count);
    let reach = z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
    let end = |value: f64| (value / (1.0 + z * z / count)).clamp(0.0, 1.0);
    // Of none and of all, rounding would leave an end beside the share itself.
    let low = if part == 0 { 0.0 } else { end(middle - reach) };
    let high = if part >= whole { 1.0 } else { end(middle + reach) };
    Some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    // from scipy.stats import binomtest
    // binomtest(part, whole).proportion_ci(method="wilson")
    #[test]
    fn intervals_are_those_of_scipy() {
        let cases = [
            (0, 1, [0.0, 0.793_450_685_622_763]),
            (3, 10, [0.107_791_267_406_301, 0.603_221_852_538_855]),
            (45, 50, [0.786_397_685_625_203, 0.956_524_235_068_110]),
            (7, 7, [0.645_669_564_933_313, 1.0]),
        ];
        for (part, whole, [low, high]) in cases {
            let found = wilson_interval(part, whole).unwrap();
            assert!((found[0] - low).abs() < 1e-9, "{part} of {whole}: {found:?}");
            assert!((found[1] - high).abs() < 1e-9, "{part} of {whole}: {found:?}");
        }
        assert_eq!(wilson_interval(0, 0), None);
    }
}
