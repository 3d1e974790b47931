//! The sum of the tasks' gradients, each first turned so that it is against no task.

use super::method::{Method, Setup};
use super::projection::project;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use super::{Preference, Weighting};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Unconflicting projection of gradients: the mean of the projections of every gradient on the cone of directions that are
/// against no task.
///
/// Against no task, and linear when gradients are scaled. A preference makes of the mean a weighted one. Quinton & Rey 2024,
/// <https://arxiv.org/abs/2406.16232>.
#[derive(Debug, Default)]
pub struct UpGrad {
    /// By which the projections are weighted.
    pub preference: Preference,
}

impl Solve for UpGrad {
    const SCALE: Scale = Scale::TimesTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let size = measured.gramian.size();
        let (mut weights, mut iterations, mut problem) = (vec![0.0; size], 0, None);
        for (task, share) in self.preference.among(&measured.tasks).into_iter().enumerate() {
            let mut preference = vec![0.0; size];
            preference[task] = share;
            let (own, rounds) = project(&measured.gramian, &preference);
            weights.iter_mut().zip(own).for_each(|(weight, own)| *weight += own);
            match rounds {
                Some(rounds) => iterations = iterations.max(rounds),
                None => {
                    problem = Some(
                        "gradients are zero or a projection was not solved: that gradient counts as it is"
                            .into(),
                    )
                }
            }
        }
        Solution { weights, iterations, problem }
    }
}

/// See [`UpGrad`].
pub const METHOD: Method = Method {
    takes_preference: true,
    ..Method::on_gramian(Card {
        name: "UPGrad",
        paper: "Quinton & Rey, 2024",
        summary: "Turns each gradient until it is against no task, then sums: safe for all, and large gradients stay large.",
        cost: COSTS_GRADIENTS,
        pays: "Where no task may get worse but large gradients should stay large; it may get stuck where scales are far apart.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(
        UpGrad { preference: Preference::new(&setup.config.preference) },
        setup.task_count(),
    ))
}
