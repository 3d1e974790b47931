//! Dropout whose masks are drawn on the host, so that a seed means the same run on every device.

use burn::tensor::{Tensor, TensorData};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

use crate::math::stream;
use crate::schema::state::{State, StateError, restored, state_of};

/// Sets hidden features to zero at random while training.
///
/// `h <- h * m / (1 - rate)`, `m` 0 with probability `rate`. Srivastava et al. 2014.
#[derive(Clone, Debug)]
pub struct Dropout {
    rate: f64,
    /// Else nothing is ever set to zero.
    is_on: bool,
    /// What is left of the rates that features of their own have.
    left: f64,
    rng: Pcg64Mcg,
}

impl Dropout {
    /// Dropout for training.
    pub fn new(rate: f64, seed: u64) -> Self {
        Self { rate, is_on: true, left: 1.0, rng: Pcg64Mcg::seed_from_u64(seed) }
    }

    /// No dropout, for answers.
    pub fn off() -> Self {
        Self { is_on: false, ..Self::new(0.0, 0) }
    }

    /// - `features`: hidden features of any shape
    /// - returns: the same shape
    pub fn apply<const D: usize>(&mut self, features: Tensor<D>) -> Tensor<D> {
        self.mask(self.rate, features)
    }

    /// The same at a rate of the features' own, whatever the configured one, or what is left of it.
    pub fn apply_own<const D: usize>(&mut self, rate: f64, features: Tensor<D>) -> Tensor<D> {
        self.mask(rate * self.left, features)
    }

    /// Halves the rates that features of their own have.
    pub fn ease(&mut self) {
        self.left *= 0.5;
    }

    /// Where its random numbers are, and what is left of own rates.
    ///
    /// # Errors
    /// Where that can't be written.
    pub fn state(&self) -> Result<State, StateError> {
        state_of(&(stream::position(&self.rng), self.left))
    }

    /// Goes on from a state, with the same masks.
    ///
    /// # Errors
    /// What is no state of dropout.
    pub fn restore(&mut self, state: State) -> Result<(), StateError> {
        let (position, left): (String, f64) = restored(&self.state()?, state)?;
        if !(0.0..=1.0).contains(&left) {
            return Err(StateError::new("expected a share of the rates from 0 to 1"));
        }
        self.rng = stream::at(&position).ok_or_else(StateError::no_stream)?;
        self.left = left;
        Ok(())
    }

    fn mask<const D: usize>(&mut self, rate: f64, features: Tensor<D>) -> Tensor<D> {
        if !self.is_on || rate == 0.0 {
            return features;
        }
        let shape = features.dims();
        let kept = (1.0 / (1.0 - rate)) as f32;
        let mask = (0..shape.iter().product())
            .map(|_| if self.rng.random_bool(rate) { 0.0 } else { kept })
            .collect::<Vec<f32>>();
        let device = features.device().without_autodiff();
        features * Tensor::from_data(TensorData::new(mask, shape), &device)
    }
}
