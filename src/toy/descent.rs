//! Adam's way down from a start, one step at a time.

use super::plane::{Point, Toy};
use crate::weighting::WeightingConfig;
use crate::weighting::{Gramian, Needs, Signals, Weighting, WeightingKind};

/// Adam's memories and guard (Kingma & Ba 2015).
const MEMORY: [f64; 2] = [0.9, 0.999];
const GUARD: f64 = 1e-8;

/// A place on the plane that moves by Adam's steps on the two gradients, weighed as a weighting says.
pub struct Descent {
    toy: Toy,
    weighting: Box<dyn Weighting>,
    rate: f64,
    place: Point,
    means: Point,
    squares: Point,
    steps: i32,
}

impl Descent {
    /// At the start.
    ///
    /// - `rate`: Adam's learning rate
    pub fn new(toy: Toy, kind: WeightingKind, start: Point, rate: f64) -> Self {
        // FAMO forgets nothing here, as in its paper.
        let config = WeightingConfig { gamma: 0.0, ..WeightingConfig::default() };
        let weighting = kind.build(&config, &[1.0; 2], 7);
        Self { toy, weighting, rate, place: start, means: [0.0; 2], squares: [0.0; 2], steps: 0 }
    }

    /// Where it is.
    pub fn place(&self) -> Point {
        self.place
    }

    /// Moves by one step.
    pub fn step(&mut self) {
        let (losses, gradients) = self.toy.measure(self.place);
        let [first, second] = gradients;
        let losses = self.toy.above_lowest(losses);
        let gramian = (self.weighting.needs() == Needs::Gramian)
            .then(|| Gramian::of_rows(&gradients.map(|gradient| gradient.to_vec())));
        let weights = self.weighting.weights(&Signals { losses: &losses, gramian: gramian.as_ref() });
        self.steps += 1;
        for axis in 0..2 {
            let gradient = weights[0] * first[axis] + weights[1] * second[axis];
            let (mean, square) = (&mut self.means[axis], &mut self.squares[axis]);
            *mean = MEMORY[0] * *mean + (1.0 - MEMORY[0]) * gradient;
            *square = MEMORY[1] * *square + (1.0 - MEMORY[1]) * gradient * gradient;
            let mean = *mean / (1.0 - MEMORY[0].powi(self.steps));
            let square = *square / (1.0 - MEMORY[1].powi(self.steps));
            self.place[axis] -= self.rate * mean / (square.sqrt() + GUARD);
        }
        if self.weighting.needs_losses_after() {
            let (losses, _) = self.toy.measure(self.place);
            self.weighting.after_update(&self.toy.above_lowest(losses));
        }
    }
}
