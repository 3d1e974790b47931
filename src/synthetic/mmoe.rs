//! Two regressions whose relation is a knob: the synthetic data of the multi-gate mixture of experts.

use rand::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use super::directions::{Impossible, related};
use super::drawn::{Drawn, dot};

/// Numbers in each row; the paper draws them too, but does not say how many.
const INPUTS: usize = 100;

/// Sines added to each label, and their frequencies and phases, `α_i = β_i = i`: not in the paper, which says neither.
const SINES: usize = 4;

/// Standard deviation of the noise: a variance of 0.01.
const NOISE: f64 = 0.1;

/// `y_k = w_kᵀx + Σ_i sin(i w_kᵀx + i) + ε` with `|w_k| = 1`, `cos(w_1, w_2) = p`, `x ~ N(0, I)`, `ε ~ N(0, 0.01)`; endless.
///
/// The lower `p`, the less the two tasks have in common: at 1 they are one task with two noises.
/// Ma et al. 2018, section 3.2, <https://doi.org/10.1145/3219819.3220007>.
#[derive(Clone, Debug)]
pub struct Mmoe {
    directions: Vec<Vec<f64>>,
    rng: Pcg64Mcg,
}

impl Mmoe {
    /// Rows of two tasks with the given cosine; another seed turns the tasks another way.
    pub fn new(cosine: f64, seed: u64) -> Result<Self, Impossible> {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        Ok(Self { directions: related(2, INPUTS, cosine, &mut rng)?, rng })
    }
}

impl Iterator for Mmoe {
    type Item = Drawn;

    fn next(&mut self) -> Option<Drawn> {
        let inputs: Vec<f64> = StandardNormal.sample_iter(&mut self.rng).take(INPUTS).collect();
        let label = |direction: &Vec<f64>| {
            let along = dot(direction, &inputs);
            let sines = (1..=SINES).map(|place| (place as f64 * (along + 1.0)).sin());
            let noise: f64 = StandardNormal.sample(&mut self.rng);
            along + sines.sum::<f64>() + NOISE * noise
        };
        let labels = self.directions.iter().map(label).collect();
        Some(Drawn { inputs, labels })
    }
}
