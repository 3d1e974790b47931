//! Gradients that are against each other lose what they are against.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::solver::{Measured, Scale, Solution, Solve};
use crate::card::{COSTS_GRADIENTS, Card};

/// Gradient surgery: every gradient in turn is projected, in random order, on the plane normal to each other one it is against;
/// the sum of what is left, told as weights of the gradients.
///
/// Yu et al. 2020, <https://arxiv.org/abs/2001.06782>.
#[derive(Debug)]
pub struct PcGrad {
    rng: Pcg64Mcg,
}

impl PcGrad {
    /// The order of projections follows the seed.
    pub fn new(seed: u64) -> Self {
        Self { rng: Pcg64Mcg::seed_from_u64(seed) }
    }
}

impl Solve for PcGrad {
    const SCALE: Scale = Scale::Raw;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let gramian = &measured.gramian;
        let size = gramian.size();
        let mut sum = vec![0.0; size];
        for task in 0..size {
            let mut order: Vec<usize> = (0..size).filter(|&other| other != task).collect();
            order.shuffle(&mut self.rng);
            let mut own = vec![0.0; size];
            own[task] = 1.0;
            for other in order {
                let dot: f64 = gramian.row(other).iter().zip(&own).map(|(a, b)| a * b).sum();
                let squared = gramian.get(other, other);
                if dot < 0.0 && squared > 0.0 {
                    own[other] -= dot / squared;
                }
            }
            sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        Solution::exact(sum)
    }
}

/// See [`PcGrad`].
pub const CARD: Card = Card {
    name: "PCGrad",
    paper: "Yu et al., 2020",
    summary: "Cuts from each gradient the part that is against another task's.",
    cost: COSTS_GRADIENTS,
    pays: "Where a few tasks conflict often; on published image data it ends level with well-tuned equal weights.",
};
