//! Split-conformal prediction: how wide an interval has to be, by the errors on rows that were not trained on.
//!
//! Vovk, Gammerman & Shafer 2005, "Algorithmic Learning in a Random World"; Lei et al. 2018, <https://arxiv.org/abs/1604.04173>.

/// By how much rows are likely to miss their prediction, from the absolute errors on other rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conformal {
    /// Rows that the errors are of, `n`.
    pub rows: usize,
    /// Which of the sorted errors is taken, from 1: `k = ⌈(n + 1) · coverage⌉`.
    pub rank: usize,
    /// That error; infinite where that error is.
    pub half_width: f64,
}

impl Conformal {
    /// `None` where there are too few errors, `k > n`: no finite interval covers as often then.
    ///
    /// - `errors`: absolute errors; what is no number counts as infinite
    /// - `percent`: how many of 100 new rows an interval is to hold, below 100
    pub fn of(errors: &[f64], percent: usize) -> Option<Self> {
        let rank = ((errors.len() + 1) * percent).div_ceil(100);
        let mut sorted: Vec<f64> =
            errors.iter().map(|error| if error.is_nan() { f64::INFINITY } else { error.abs() }).collect();
        sorted.sort_by(f64::total_cmp);
        let half_width = *sorted.get(rank.checked_sub(1)?)?;
        Some(Self { rows: errors.len(), rank, half_width })
    }

    /// Fewest errors with which there is an interval.
    pub fn fewest(percent: usize) -> usize {
        // k = ⌈(n + 1) p / 100⌉ ≤ n where n ≥ p / (100 - p).
        percent.div_ceil(100_usize.saturating_sub(percent).max(1))
    }

    /// Mean and standard deviation of the share of `rows` new rows that lie in their interval, where all rows are alike and errors are not
    /// equal: a beta-binomial distribution with the parameters `k` and `n + 1 - k`.
    ///
    /// Angelopoulos & Bates 2021, appendix C, <https://arxiv.org/abs/2107.07511>.
    pub fn expected(&self, rows: usize) -> [f64; 2] {
        let (inside, all, rows) = (self.rank as f64, self.rows as f64 + 1.0, rows.max(1) as f64);
        let variance = inside * (all - inside) * (all + rows) / (rows * all * all * (all + 1.0));
        [inside / all, variance.sqrt()]
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    #[test]
    fn the_rank_is_rounded_up_and_has_to_exist() {
        let errors = |count: usize| (1..=count).map(|error| error as f64).rev().collect::<Vec<_>>();
        // ⌈20 · 0.9⌉ = 18, ⌈20 · 0.95⌉ = 19, ⌈19 · 0.95⌉ = 19 of 18 errors, ⌈12 · 0.8⌉ = 10.
        let width = |count: usize, percent| Conformal::of(&errors(count), percent).map(|own| own.half_width);
        assert_eq!(
            [width(19, 90), width(19, 95), width(18, 95), width(11, 80), width(0, 80)],
            [Some(18.0), Some(19.0), None, Some(10.0), None]
        );
        for percent in [80, 90, 95] {
            let fewest = Conformal::fewest(percent);
            assert!(width(fewest, percent).is_some() && width(fewest - 1, percent).is_none(), "{percent}");
        }
        let broken = Conformal::of(&[1.0, f64::NAN, -2.0, 0.5], 80).expect("enough");
        assert_eq!((broken.rank, broken.half_width), (4, f64::INFINITY));
    }

    /// Errors of rows that are all alike, whatever their distribution: here a skewed one.
    #[test]
    fn coverage_is_what_it_is_said_to_be() {
        const DRAWS: usize = 4_000;
        const NEW: usize = 40;
        for (rows, percent) in [(19, 80), (49, 90), (59, 95), (100, 90)] {
            let mut rng = Pcg64Mcg::seed_from_u64(rows as u64);
            let mut error = || -f64::ln(1.0 - rng.random::<f64>()).powi(3);
            let mut shares = Vec::new();
            let mut expected = [0.0; 2];
            for _ in 0..DRAWS {
                let errors: Vec<f64> = (0..rows).map(|_| error()).collect();
                let own = Conformal::of(&errors, percent).expect("enough rows");
                expected = own.expected(NEW);
                let inside = (0..NEW).filter(|_| error().abs() <= own.half_width).count();
                shares.push(inside as f64 / NEW as f64);
            }
            let mean = shares.iter().sum::<f64>() / DRAWS as f64;
            let variance = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / DRAWS as f64;
            assert!((mean - percent as f64 / 100.0).abs() < 0.01, "{rows} rows, {percent} %: {mean}");
            assert!((mean - expected[0]).abs() < 0.004, "{rows} rows, {percent} %: {mean}, {expected:?}");
            assert!((variance.sqrt() / expected[1] - 1.0).abs() < 0.05, "{rows}: {variance}, {expected:?}");
        }
    }
}
