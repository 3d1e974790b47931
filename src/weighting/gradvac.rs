//! Gradients are turned towards each other until they agree as much as they usually do.

use rand::SeedableRng as _;
use rand_pcg::Pcg64Mcg;

use super::Weighting;
use super::method::{Method, Setup};
use super::pcgrad::operate;
use super::solver::{Measured, OnGramian, Scale, Solution, Solve};
use crate::math::stream;
use crate::schema::card::{COSTS_GRADIENTS, Card};
use crate::schema::state::{State, StateError, restored, state_of};

/// Share of the newest cosine in a pair's mean; that of the public implementations (LibMTL, TorchJD).
const BETA: f64 = 0.5;

/// Largest cosine aimed at: beyond it, a gradient would be lengthened without bound.
const LARGEST: f64 = 1.0 - 1e-6;

/// Gradient vaccine: gradient surgery that aims, for each pair, at the moving mean `φ` of its cosine instead of at 0.
///
/// Where `cos < φ`, `g_i <- g_i + |g_i| (φ √(1 - cos²) - cos √(1 - φ²)) / (|g_j| √(1 - φ²)) g_j`; then `φ <- φ + β (cos - φ)`. `φ`
/// starts at 0, so that the first step is that of PCGrad. Wang et al. 2021, <https://arxiv.org/abs/2010.05874>.
#[derive(Debug)]
pub struct GradVac {
    rng: Pcg64Mcg,
    /// `φ`: `[tasks][tasks]`; pairs that are not measured together keep theirs.
    targets: Vec<Vec<f64>>,
}

impl GradVac {
    /// The order of changes follows the seed.
    pub fn new(task_count: usize, seed: u64) -> Self {
        Self { rng: Pcg64Mcg::seed_from_u64(seed), targets: vec![vec![0.0; task_count]; task_count] }
    }
}

impl Solve for GradVac {
    const SCALE: Scale = Scale::Raw;

    fn solve(&mut self, measured: &Measured) -> Solution {
        let gramian = &measured.gramian;
        let targets = &mut self.targets;
        Solution::exact(operate(gramian, &mut self.rng, |task, other, own| {
            let length = gramian.quadratic(own).max(0.0).sqrt();
            let lengths = length * gramian.norm(other);
            if lengths <= 0.0 {
                return 0.0;
            }
            let cosine = (gramian.along(other, own) / lengths).clamp(-1.0, 1.0);
            let target = &mut targets[measured.tasks[task]][measured.tasks[other]];
            let aim = target.clamp(-LARGEST, LARGEST);
            *target += BETA * (cosine - *target);
            if cosine >= aim {
                return 0.0;
            }
            let (sine, aim_sine) = ((1.0 - cosine * cosine).sqrt(), (1.0 - aim * aim).sqrt());
            length * (aim * sine - cosine * aim_sine) / (gramian.norm(other) * aim_sine)
        }))
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&(stream::position(&self.rng), &self.targets))
    }

    fn restore(&mut self, state: State) -> Result<(), StateError> {
        let (position, targets): (String, _) = restored(&self.state()?, state)?;
        self.rng = stream::at(&position).ok_or_else(StateError::no_stream)?;
        self.targets = targets;
        Ok(())
    }
}

/// See [`GradVac`].
pub const METHOD: Method = Method::on_gramian(Card {
    name: "Gradient vaccine",
    paper: "Wang et al., 2021",
    summary: "Turns gradients towards each other until they agree as much as they did on average so far.",
    cost: COSTS_GRADIENTS,
    pays: "Where some tasks are close and should agree: in its paper it gains on translation between many languages.",
});

/// The weighting for the tasks of a run.
pub fn build(setup: &Setup<'_>) -> Box<dyn Weighting> {
    Box::new(OnGramian::new(GradVac::new(setup.task_count(), setup.seed), setup.task_count()))
}
