//! Any number of regressions, related as one number says and hard as their degrees say: MultiTab-Bench.

use rand::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use super::directions::{Impossible, related};
use super::drawn::{Drawn, dot};

/// `y_i = Σ_{k=1}^{d_i} (w_iᵀx)^k + σ ε` with `|w_i| = 1`, `cos(w_i, w_j) = p`, `x ~ N(0, I)`, `ε ~ N(0, 1)`; endless.
///
/// MultiTab-Bench, 2025, <https://arxiv.org/abs/2511.09970>.
#[derive(Clone, Debug)]
pub struct MultiTab {
    degrees: Vec<i32>,
    noise: f64,
    directions: Vec<Vec<f64>>,
    rng: Pcg64Mcg,
}

impl MultiTab {
    /// Rows of as many tasks as there are degrees, each related to each other by the same cosine.
    ///
    /// - `degrees`: of each task's polynomial
    /// - `noise`: its standard deviation
    pub fn new(
        degrees: &[i32],
        inputs: usize,
        cosine: f64,
        noise: f64,
        seed: u64,
    ) -> Result<Self, Impossible> {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let directions = related(degrees.len(), inputs, cosine, &mut rng)?;
        Ok(Self { degrees: degrees.to_vec(), noise, directions, rng })
    }
}

impl Iterator for MultiTab {
    type Item = Drawn;

    fn next(&mut self) -> Option<Drawn> {
        let size = self.directions.first().map_or(0, Vec::len);
        let inputs: Vec<f64> = StandardNormal.sample_iter(&mut self.rng).take(size).collect();
        let label = |(direction, &degree): (&Vec<f64>, &i32)| {
            let along = dot(direction, &inputs);
            let noise: f64 = StandardNormal.sample(&mut self.rng);
            (1..=degree).map(|power| along.powi(power)).sum::<f64>() + self.noise * noise
        };
        let labels = self.directions.iter().zip(&self.degrees).map(label).collect();
        Some(Drawn { inputs, labels })
    }
}
