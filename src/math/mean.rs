//! A mean with how far it may be off.

use super::normal::normal_quantile;

/// A mean of independent numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its variance: that of the numbers (over one less than there are), divided by how many there are; `None` of a single number.
    pub variance: Option<f64>,
}

impl Mean {
    /// Of numbers; `None` without any, or where their sum is not finite.
    pub fn of(numbers: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        let count = numbers.clone().count();
        let value = numbers.clone().sum::<f64>() / count as f64;
        let squares: f64 = numbers.map(|number| (number - value).powi(2)).sum();
        let variance = (count > 1).then(|| squares / (count - 1) as f64 / count as f64);
        value.is_finite().then_some(Self { value, variance: variance.filter(|own| own.is_finite()) })
    }

    /// Of numbers that are known by their sums, best about a number near their mean.
    ///
    /// - `about`: what was taken from each number
    /// - `sum`: of what is left
    /// - `squares`: of the squares of that
    pub fn of_sums(count: usize, about: f64, sum: f64, squares: f64) -> Option<Self> {
        let shift = sum / count as f64;
        let left = (squares - sum * shift).max(0.0);
        let variance = (count > 1).then(|| left / (count - 1) as f64 / count as f64);
        let value = about + shift;
        value.is_finite().then_some(Self { value, variance: variance.filter(|own| own.is_finite()) })
    }

    /// The ends that hold the true mean with a probability, by the normal approximation; `None` where the variance is not known.
    pub fn interval(&self, confidence: f64) -> Option<[f64; 2]> {
        let half = normal_quantile(0.5 + confidence / 2.0) * self.variance?.sqrt();
        Some([self.value - half, self.value + half])
    }

    /// Whether it lies above another mean of other numbers by more than so many standard errors of the difference (Welch 1947).
    pub fn is_above(&self, other: &Self, errors: f64) -> bool {
        let (Some(own), Some(others)) = (self.variance, other.variance) else { return false };
        self.value > other.value && self.value - other.value > errors * (own + others).sqrt()
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use super::*;

    /// SciPy 1.17: `stats.norm.interval(0.95, loc=np.mean(x), scale=stats.sem(x))` for `x = [1, 2, 4, 8, 16]`.
    #[test]
    fn the_interval_of_a_mean_is_that_of_scipy() {
        let mean = Mean::of([1.0, 2.0, 4.0, 8.0, 16.0].into_iter()).expect("a mean");
        let [low, high] = mean.interval(0.95).expect("an interval");
        assert!((mean.value - 6.2).abs() < 1e-12);
        assert!(
            (low - 0.853_931_011_859).abs() < 1e-9 && (high - 11.546_068_988_141).abs() < 1e-9,
            "{low} to {high}"
        );
    }

    #[test]
    fn sums_give_the_same_mean() {
        let numbers = [1.0, 2.0, 4.0, 8.0, 16.0];
        let left = || numbers.iter().map(|number| number - 5.0);
        let sums = Mean::of_sums(5, 5.0, left().sum(), left().map(|own| own * own).sum()).expect("a mean");
        let mean = Mean::of(numbers.into_iter()).expect("a mean");
        let variances = sums.variance.zip(mean.variance).expect("variances");
        assert!((sums.value - mean.value).abs() < 1e-12 && (variances.0 - variances.1).abs() < 1e-12);
        assert_eq!(Mean::of_sums(0, 0.0, 0.0, 0.0), None);
    }

    #[test]
    fn of_one_number_or_none_there_is_no_interval() {
        let one = Mean::of([3.0].into_iter()).expect("a mean");
        assert_eq!((one.value, one.interval(0.95)), (3.0, None));
        assert_eq!(Mean::of([].into_iter()), None);
        assert_eq!(Mean::of([f64::INFINITY, 1.0].into_iter()), None);
    }

    /// The means 2 and 5 of three numbers each have the variance 1/3: their difference is 3 / √(2/3) = 3.674 standard errors.
    #[test]
    fn means_are_compared_in_standard_errors_of_their_difference() {
        let low = Mean::of([1.0, 2.0, 3.0].into_iter()).expect("a mean");
        let high = Mean::of([4.0, 5.0, 6.0].into_iter()).expect("a mean");
        assert!(high.is_above(&low, 3.67) && !high.is_above(&low, 3.68) && !low.is_above(&high, 0.0));
    }
}
