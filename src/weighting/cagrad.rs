//! The direction near the mean gradient that helps the worst-off task most.

use super::Weighting;
use super::knob::Knob;
use super::method::{Method, Setup};
use super::simplex::Hull;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::schema::card::{COSTS_GRADIENTS, Card};

/// Halvings of the range in which the direction's length lies: f64 tells no smaller ones apart.
const HALVINGS: usize = 60;

/// Conflict-averse gradient descent: `u = argmin uᵀG1/T + c √(1ᵀG1)/T √(uᵀGu)` over the simplex, `w = 1/T + c ‖g₀‖ / ‖g_u‖ u`.
///
/// Not divided by `1 + c²`: under Adam that would change nothing. Liu et al. 2021, <https://arxiv.org/abs/2110.14048>.
#[derive(Debug)]
pub struct CaGrad {
    /// How far from the mean gradient the direction may be, in units of its length: 0 gives equal weights, ∞ MGDA.
    pub radius: f64,
}

impl Solve for CaGrad {
    const SCALE: Scale = Scale::TimesTasks;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let hull = Hull::new(&measured.gramian);
        let mean = hull.mean();
        let radius = self.radius * hull.mean_length();
        if radius <= 0.0 {
            return Solution::exact(mean);
        }
        let (shares, iterations) = worst_case(&hull, radius);
        let along = hull.length(&shares);
        if along <= 1e-7 * measured.gramian.trace().sqrt() {
            // Gradients that cancel: the mean is as good as any direction, and the paper's formula divides by 0.
            let problem = Some("a combination of the gradients is zero: equal weights".into());
            return Solution { weights: mean, iterations: iterations.unwrap_or(0), problem };
        }
        let weights = mean.iter().zip(&shares).map(|(mean, share)| mean + radius / along * share);
        let problem = iterations.is_none().then(|| "no minimum was found: a point near it is used".into());
        Solution { weights: weights.collect(), iterations: iterations.unwrap_or(0), problem }
    }
}

/// `argmin x·g₀ + r |x|` over the hull of the gradients.
///
/// `r |x|` is the minimum of `r/2 (|x|² / s + s)` over `s > 0`, at `s = |x|`. For a given `s` the hull has an exact minimum, and by
/// convexity in both that one is longer than `s` until `s` is the length asked for, and shorter from there.
fn worst_case(hull: &Hull, radius: f64) -> (Vec<f64>, Option<usize>) {
    let (shortest, rounds) = hull.lowest(0.0, hull.mean());
    let (mut low, mut high) = (hull.length(&shortest), hull.longest());
    let (mut shares, mut rounds) = (shortest, rounds);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        let (own, taken) = hull.lowest(middle / radius, shares);
        rounds = rounds.zip(taken).map(|(rounds, taken)| rounds + taken);
        if hull.length(&own) > middle {
            low = middle
        } else {
            high = middle
        }
        shares = own;
    }
    (shares, rounds)
}

/// See [`CaGrad`].
pub const METHOD: Method = Method {
    knobs: &[Knob::C],
    ..Method::on_gramian(Card {
        name: "CAGrad",
        paper: "Liu et al., 2021",
        summary: "Stays near the mean gradient, and within that range helps the task that gains least.",
        cost: COSTS_GRADIENTS,
        pays: "Where tasks conflict and their mean is what counts; it still ends where equal weights would.",
    })
};

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(CaGrad { radius: setup.config.c }, setup.task_count()))
}
