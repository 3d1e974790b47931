//! Gradients made orthogonal and equally long before they are summed.

use super::linear::eigen;
use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use super::{Preference, Weighting};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Aligned gradients: `w = √λ_min V Λ^(-½) Vᵀ p`, `G = V Λ Vᵀ` without its null space, `p` the preference, `1 / T` without one.
///
/// Senushkin et al. 2023, <https://arxiv.org/abs/2305.19000>.
#[derive(Debug, Default)]
pub struct AlignedMtl {
    /// By which the aligned gradients are weighted.
    pub preference: Preference,
}

impl Solve for AlignedMtl {
    const SCALE: Scale = Scale::TimesTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let size = measured.gramian.size();
        let (values, vectors) = eigen(&measured.gramian);
        let largest = values.iter().copied().fold(0.0, f64::max);
        // Gradients are measured in f32: smaller eigenvalues are rounding.
        let is_kept = |value: f64| value > largest * size as f64 * f64::from(f32::EPSILON);
        let smallest = values.iter().copied().filter(|&value| is_kept(value)).fold(f64::INFINITY, f64::min);
        if largest <= 0.0 {
            let problem = Some("all gradients are zero: equal weights".into());
            return Solution { weights: vec![1.0 / size as f64; size], iterations: 0, problem };
        }
        let preference = self.preference.among(&measured.tasks);
        let mut weights = vec![0.0; size];
        for (place, &value) in values.iter().enumerate().filter(|&(_, &value)| is_kept(value)) {
            let along: f64 =
                preference.iter().enumerate().map(|(row, share)| share * vectors[row * size + place]).sum();
            let factor = (smallest / value).sqrt() * along;
            weights
                .iter_mut()
                .enumerate()
                .for_each(|(row, weight)| *weight += factor * vectors[row * size + place]);
        }
        Solution::exact(weights)
    }
}

/// See [`AlignedMtl`].
pub const METHOD: Method = Method {
    takes_preference: true,
    ..Method::on_gramian(Card {
        name: "Aligned-MTL",
        paper: "Senushkin et al., 2023",
        summary: "Makes the gradients orthogonal and equally long, then takes their mean.",
        cost: COSTS_GRADIENTS,
        pays: "Where gradients differ in length and direction; it may get stuck where their scales are far apart.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(
        AlignedMtl { preference: Preference::new(&setup.config.preference) },
        setup.task_count(),
    ))
}
