//! What losses are divided by, so that those of different tasks compare.

/// Smallest loss divided by: below it a task's labels are all but constant, and it would rule all others.
const SMALLEST: f64 = 1e-3;

/// Baseline losses up to here come from rounding alone.
const ROUNDING: f64 = 1e-9;

/// Whether a baseline answers everything right, since all labels that it was counted from are the same.
pub fn is_constant(baseline_loss: f64) -> bool {
    baseline_loss <= ROUNDING
}

/// The loss of the best constant answer, held above 0.001; 1 for a task that is constant, which has no loss to compare with.
pub fn unit(baseline_loss: f64) -> f64 {
    if is_constant(baseline_loss) { 1.0 } else { baseline_loss.max(SMALLEST) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weighting::WeightingConfig;
    use crate::weighting::WeightingKind;

    #[test]
    fn every_weighting_sees_losses_as_they_are_unless_they_are_normalised() {
        for kind in WeightingKind::ALL {
            let scales = |normalise| {
                kind.scales(
                    &WeightingConfig { kind, normalise, ..WeightingConfig::default() },
                    &[2.0, 0.5, 0.0],
                )
            };
            assert_eq!(scales(false), [1.0; 3], "{kind:?}");
            // Its weights are these by themselves.
            let own = if kind == WeightingKind::NormalisedEqual { [1.0; 3] } else { [0.5, 2.0, 1.0] };
            assert_eq!(scales(true), own, "{kind:?}");
        }
    }

    #[test]
    fn a_constant_task_neither_rules_nor_vanishes() {
        // A class of 0.001 % has an entropy of 0.000 125; of identical numbers, rounding leaves 1e-16 or nothing.
        assert_eq!([2.5, 0.02, 1.25e-4].map(unit), [2.5, 0.02, 1e-3]);
        assert_eq!([1e-16, 0.0].map(unit), [1.0, 1.0]);
    }
}
