//! Learned vectors of sines and cosines of numbers.

use std::f64::consts::TAU;

use burn::module::{Module, Param};
use burn::tensor::{Int, Tensor, TensorData};

use crate::architecture::Activation;
use crate::input::embedding::{Inputs, WAVE_SIZE, WAVES};
use crate::model::features::Features;
use crate::model::initial::Initial;
use crate::model::stack::Stack;

/// Deviation of the frequencies at the start, in turns a standard deviation of the number.
const DEVIATION: f32 = 0.1;

/// Periodic embeddings: `relu(W_j [sin(2π c_j x_j); cos(2π c_j x_j)] + b_j)` of each number `x_j`, where `c_j`, `W_j` and `b_j` are learned and
/// `c_j` is drawn from a normal distribution ("PLR" of Gorishniy, Rubachev & Babenko 2022, <https://arxiv.org/abs/2203.05556>).
#[derive(Module, Debug)]
pub struct Periodic {
    /// `[count * numbers, waves]`
    frequencies: Param<Tensor<2>>,
    mixtures: Stack,
    /// Where the numbers stand in a row.
    #[module(skip)]
    indices: Vec<i32>,
    #[module(skip)]
    count: usize,
}

impl Periodic {
    /// `count` vectors a number side by side, each with parameters of its own; `None` where no number has one.
    pub fn new(count: usize, inputs: &Inputs, initial: &mut Initial<'_>) -> Option<Self> {
        let indices: Vec<i32> = inputs.periodic.iter().map(|&index| index as i32).collect();
        let all = count * indices.len();
        (all > 0).then(|| Self {
            frequencies: initial.near(0.0, all, WAVES, DEVIATION),
            mixtures: Stack::new(all, 2 * WAVES, WAVE_SIZE, initial),
            indices,
            count,
        })
    }

    /// - `rows`: encoded, `[rows, width]`
    /// - returns: one vector a row, of each number's one after the other
    pub fn forward(&self, rows: &Tensor<2>) -> Features {
        let [row_count, _] = rows.dims();
        let numbers = self.indices.len();
        let indices = TensorData::new(self.indices.clone(), [numbers]);
        let own = rows.clone().select(1, Tensor::<1, Int>::from_data(indices, &rows.device()));
        let own = own.transpose().reshape([1, numbers, row_count, 1]);
        let own = own.expand([self.count, numbers, row_count, 1]);
        let own = own.reshape([self.count * numbers, row_count, 1]);
        let frequencies = self.frequencies.val().reshape([self.count * numbers, 1, WAVES]);
        let turns = own * (frequencies * TAU);
        let waves = Tensor::cat(vec![turns.clone().sin(), turns.cos()], 2);
        let vectors = self.mixtures.forward_then(waves, Activation::Relu);
        let vectors = vectors.reshape([self.count, numbers, row_count, WAVE_SIZE]).swap_dims(1, 2);
        Features::Vector(vectors.reshape([self.count, row_count, numbers * WAVE_SIZE]))
    }
}
