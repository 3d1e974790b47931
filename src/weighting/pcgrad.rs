//! Gradients that are against each other lose what they are against.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::method::{Method, Setup};
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use super::{Gramian, Weighting};
use crate::math::stream;
use crate::schema::card::{COSTS_GRADIENTS, Card};
use crate::schema::state::{State, StateError, restored, state_of};

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
        Solution::exact(operate(gramian, &mut self.rng, |_, other, own| {
            let (dot, squared) = (gramian.along(other, own), gramian.get(other, other));
            if dot < 0.0 && squared > 0.0 { -dot / squared } else { 0.0 }
        }))
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&stream::position(&self.rng))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let position: String = restored(&self.state()?, state)?;
        self.rng = stream::at(&position).ok_or_else(StateError::no_stream)?;
        Ok(())
    }
}

/// Changes every gradient by each other one in turn, in random order, and adds them up: weights of the gradients.
///
/// - `change`: how much of the second task's gradient is added to the first's, which stands as weights of the gradients
pub fn operate(
    gramian: &Gramian,
    rng: &mut Pcg64Mcg,
    mut change: impl FnMut(usize, usize, &[f64]) -> f64,
) -> Vec<f64> {
    let size = gramian.size();
    let mut sum = vec![0.0; size];
    for task in 0..size {
        let mut order: Vec<usize> = (0..size).filter(|&other| other != task).collect();
        order.shuffle(rng);
        let mut own = vec![0.0; size];
        own[task] = 1.0;
        for other in order {
            own[other] += change(task, other, &own);
        }
        sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
    }
    sum
}

/// See [`PcGrad`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "PCGrad",
    paper: "Yu et al., 2020",
    summary: "Cuts from each gradient the part that is against another task's.",
    cost: COSTS_GRADIENTS,
    pays: "Where a few tasks conflict often; on published image data it ends level with well-tuned equal weights.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(PcGrad::new(setup.seed), setup.task_count()))
}
