//! The Poisson distribution.

/// Standard deviations on either side of the rate beyond which nothing is left.
const FAR: f64 = 9.0;

/// The probabilities of the counts about a rate that have any, from the lowest one on; all others are below 1e-15.
///
/// Each is that before it times `rate / count`, outwards from the most likely one, and all together are brought to 1: no factorial is needed.
///
/// - `rate`: finite, from 0 on
/// - `into`: is filled with the probabilities
/// - returns: the lowest count
pub fn masses(rate: f64, into: &mut Vec<f64>) -> usize {
    let [first, last] = range(rate);
    let middle = (rate.floor() as usize).clamp(first, last);
    into.clear();
    into.resize(last - first + 1, 0.0);
    let mut mass = 1.0;
    for count in (first..=middle).rev() {
        into[count - first] = mass;
        mass *= count as f64 / rate;
    }
    mass = 1.0;
    for count in middle + 1..=last {
        mass *= rate / count as f64;
        into[count - first] = mass;
    }
    let total: f64 = into.iter().sum();
    into.iter_mut().for_each(|mass| *mass /= total);
    first
}

/// The lowest and the highest count that has any probability.
pub fn range(rate: f64) -> [usize; 2] {
    let reach = FAR * rate.max(0.0).sqrt() + FAR;
    // With a rate of a few, the upper tail is longer.
    [(rate - reach).max(0.0) as usize, (rate + reach + FAR) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SciPy 1.17: `stats.poisson.pmf(count, rate)`.
    #[test]
    fn masses_are_those_of_scipy() {
        let expected = [
            (0.0, 0, 1.0),
            (0.0, 3, 0.0),
            (0.3, 0, 0.740_818_220_681_717_9),
            (0.3, 3, 0.003_333_681_993_067_727_7),
            (7.5, 2, 0.015_555_497_910_407_815),
            (7.5, 15, 0.005_652_111_562_837_015),
            (120.0, 99, 0.005_670_245_669_920_18),
            (120.0, 152, 0.000_634_596_430_131_985_9),
            (5_000.0, 4_859, 0.000_769_087_479_463_493_9),
            (5_000.0, 5_212, 6.569_377_004_791_509e-5),
        ];
        let mut found = Vec::new();
        for (rate, count, mass) in expected {
            let first = masses(rate, &mut found);
            let own = found[count - first];
            assert!((own - mass).abs() < 1e-12, "{rate}, {count}: {own}");
        }
    }
}
