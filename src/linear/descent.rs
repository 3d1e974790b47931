//! L-BFGS, asked for one point at a time: whoever computes loss and gradient may take breaks.

use std::collections::VecDeque;

use crate::math::cholesky::dot;

/// Pairs of steps and changes of the gradient that are remembered; Nocedal's and SciPy's.
const MEMORY: usize = 10;

/// Points tried along one direction.
const MOST_TRIALS: usize = 40;

/// Sufficient decrease and curvature (Nocedal & Wright 2006, p. 142).
const DECREASE: f64 = 1e-4;
const CURVATURE: f64 = 0.9;

/// What the last digits of a loss of about 1 are worth: no lower is asked of a step whose promise is below them.
const ROUNDING: f64 = 1e-14;

/// How far a search for the least loss came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Loss and gradient at [`Descent::trial`] are wanted.
    Measure,
    /// The loss is within the tolerance of the least one.
    Converged,
    /// As many rounds as were allowed didn't suffice, or no lower loss was found.
    Stopped,
}

/// The search for the least value of a convex function. Liu & Nocedal 1989, <https://doi.org/10.1007/BF01589116>, with an inverse Hessian
/// to start from and the bracketing line search of Lewis & Overton 2013, <https://doi.org/10.1007/s10107-012-0514-2>.
#[derive(Clone, Debug)]
pub struct Descent {
    point: Vec<f64>,
    loss: f64,
    gradient: Vec<f64>,
    /// Steps and changes of the gradient, the oldest first.
    memory: VecDeque<(Vec<f64>, Vec<f64>)>,
    direction: Vec<f64>,
    slope: f64,
    step: f64,
    low: f64,
    high: f64,
    trials: usize,
    rounds: usize,
    trial: Vec<f64>,
    is_started: bool,
}

impl Descent {
    /// From a point.
    pub fn new(start: Vec<f64>) -> Self {
        let size = start.len();
        Self {
            loss: f64::INFINITY,
            gradient: vec![0.0; size],
            memory: VecDeque::new(),
            direction: vec![0.0; size],
            slope: 0.0,
            step: 1.0,
            low: 0.0,
            high: f64::INFINITY,
            trials: 0,
            rounds: 0,
            trial: start.clone(),
            point: start,
            is_started: false,
        }
    }

    /// Where loss and gradient are wanted.
    pub fn trial(&self) -> &[f64] {
        &self.trial
    }

    /// The best point so far.
    pub fn point(&self) -> &[f64] {
        &self.point
    }

    /// Rounds so far.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// Goes on from what was measured at the trial point.
    ///
    /// - `inverse`: multiplies by an approximate inverse Hessian, in place
    /// - `tolerance`: how far above its least value the loss may end, as judged by the quasi-Newton step
    /// - `most`: rounds allowed
    pub fn take(
        &mut self,
        loss: f64,
        gradient: &[f64],
        inverse: impl Fn(&mut [f64]),
        tolerance: f64,
        most: usize,
    ) -> Next {
        if !self.is_started {
            self.is_started = true;
        } else {
            self.trials += 1;
            let slope = dot(gradient, &self.direction);
            let noise = ROUNDING * self.loss.abs().max(1.0);
            let is_low = loss <= self.loss + DECREASE * self.step * self.slope + noise;
            let is_flat = slope >= CURVATURE * self.slope;
            if !(is_low && is_flat) {
                if self.trials >= MOST_TRIALS {
                    return Next::Stopped;
                }
                self.shift(is_low, slope);
                return Next::Measure;
            }
            let change = |new: &[f64], old: &[f64]| new.iter().zip(old).map(|(new, old)| new - old).collect();
            let pair: (Vec<f64>, Vec<f64>) =
                (change(&self.trial, &self.point), change(gradient, &self.gradient));
            if dot(&pair.0, &pair.1) > 0.0 {
                if self.memory.len() == MEMORY {
                    self.memory.pop_front();
                }
                self.memory.push_back(pair);
            }
            self.rounds += 1;
        }
        self.point.clone_from(&self.trial);
        self.loss = loss;
        self.gradient.clear();
        self.gradient.extend_from_slice(gradient);
        self.turn(inverse);
        if -0.5 * self.slope <= tolerance {
            return Next::Converged;
        }
        if self.rounds >= most || !self.slope.is_finite() {
            return Next::Stopped;
        }
        (self.step, self.low, self.high, self.trials) = (1.0, 0.0, f64::INFINITY, 0);
        self.try_step();
        Next::Measure
    }

    /// A step that is too long or too short: between what is known, by the secant of the slopes where that can be trusted.
    fn shift(&mut self, is_low: bool, slope: f64) {
        let secant = self.step * self.slope / (self.slope - slope);
        if is_low {
            self.low = self.step;
        } else {
            self.high = self.step;
        }
        self.step = if self.high.is_infinite() {
            if secant.is_finite() { secant.clamp(2.0 * self.step, 10.0 * self.step) } else { 2.0 * self.step }
        } else {
            let (near, far) = (0.9 * self.low + 0.1 * self.high, 0.1 * self.low + 0.9 * self.high);
            if secant > near && secant < far { secant } else { 0.5 * (self.low + self.high) }
        };
        self.try_step();
    }

    fn try_step(&mut self) {
        let moved = self.point.iter().zip(&self.direction).map(|(value, way)| value + self.step * way);
        self.trial = moved.collect();
    }

    /// The direction of the next step: the two loops of Nocedal & Wright 2006, algorithm 7.4.
    fn turn(&mut self, inverse: impl Fn(&mut [f64])) {
        let mut way = self.gradient.clone();
        let mut shares = Vec::with_capacity(self.memory.len());
        for (step, change) in self.memory.iter().rev() {
            let share = dot(step, &way) / dot(step, change);
            way.iter_mut().zip(change).for_each(|(way, change)| *way -= share * change);
            shares.push(share);
        }
        inverse(&mut way);
        if let Some((step, change)) = self.memory.back() {
            let mut image = change.clone();
            inverse(&mut image);
            let scale = dot(step, change) / dot(change, &image);
            if scale.is_finite() {
                way.iter_mut().for_each(|way| *way *= scale);
            }
        }
        for ((step, change), share) in self.memory.iter().zip(shares.into_iter().rev()) {
            let rest = share - dot(change, &way) / dot(step, change);
            way.iter_mut().zip(step).for_each(|(way, step)| *way += rest * step);
        }
        way.iter_mut().for_each(|way| *way = -*way);
        self.slope = dot(&way, &self.gradient);
        self.direction = way;
    }

    /// The loss at the best point.
    pub fn loss(&self) -> f64 {
        self.loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Σ i² (cosh(x_i - 1 / i) - 1)`: strictly convex, its minimum 0 known, its curvature growing away from it.
    fn measure(point: &[f64]) -> (f64, Vec<f64>) {
        let terms =
            (1..).zip(point).map(|(index, value)| (f64::from(index).powi(2), value - 1.0 / f64::from(index)));
        let loss = terms.clone().map(|(scale, gap)| scale * (gap.cosh() - 1.0)).sum();
        (loss, terms.map(|(scale, gap)| scale * gap.sinh()).collect())
    }

    #[test]
    fn the_loss_never_rises_and_ends_at_the_minimum() {
        for start in [0.0, 3.0, -8.0] {
            let mut descent = Descent::new(vec![start; 30]);
            let (mut last, mut measured) = (f64::INFINITY, 0);
            loop {
                let (loss, gradient) = measure(descent.trial());
                measured += 1;
                let next = descent.take(loss, &gradient, |_| {}, 1e-14, 500);
                assert!(descent.loss() <= last + 1e-13, "{} after {last}", descent.loss());
                last = descent.loss();
                match next {
                    Next::Measure => {}
                    Next::Converged => break,
                    Next::Stopped => panic!("stopped at {last} after {} rounds", descent.rounds()),
                }
            }
            assert!((1..).zip(descent.point()).all(|(i, value)| (value - 1.0 / f64::from(i)).abs() < 1e-6));
            assert!(measured < 200, "{measured} points");
        }
    }

    #[test]
    fn the_true_inverse_hessian_needs_one_round_on_a_quadratic() {
        let mut descent = Descent::new(vec![1.0, 1.0]);
        let slopes = |point: &[f64]| vec![4.0 * point[0], 100.0 * point[1]];
        let inverse = |way: &mut [f64]| {
            way[0] /= 4.0;
            way[1] /= 100.0;
        };
        let mut next = Next::Measure;
        while next == Next::Measure {
            let gradient = slopes(descent.trial());
            let loss = 0.5 * dot(descent.trial(), &gradient);
            next = descent.take(loss, &gradient, inverse, 1e-14, 9);
        }
        assert_eq!((descent.rounds(), descent.point()), (1, [0.0, 0.0].as_slice()));
    }

    #[test]
    fn rounds_are_bounded() {
        let mut descent = Descent::new(vec![-8.0; 30]);
        let mut next = Next::Measure;
        while next == Next::Measure {
            let (loss, gradient) = measure(descent.trial());
            next = descent.take(loss, &gradient, |_| {}, 1e-14, 3);
        }
        assert_eq!((next, descent.rounds()), (Next::Stopped, 3));
    }
}
