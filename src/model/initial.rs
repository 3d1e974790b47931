//! Draws initial parameters on the host, so that every device starts from the same numbers.

use burn::module::Param;
use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, Normal};
use rand_pcg::Pcg64Mcg;

use super::dense::Dense;

/// Keeps the numbers of [`Initial::aside`] apart from the others.
const ASIDE: u64 = 0x5eed_a51d;

/// A seeded source of parameters on one device.
pub struct Initial<'a> {
    rng: Pcg64Mcg,
    seed: u64,
    device: &'a Device,
}

impl<'a> Initial<'a> {
    /// A source for one model.
    pub fn new(seed: u64, device: &'a Device) -> Self {
        Self { rng: Pcg64Mcg::seed_from_u64(seed), seed, device }
    }

    /// A source for what is added to another architecture, which leaves that one's numbers as they are without it.
    pub fn aside(&self) -> Self {
        Self::new(self.seed ^ ASIDE, self.device)
    }

    /// A linear layer with weight `[inputs, outputs]` and bias `[outputs]`, all from `U(-k, k)`, `k = 1/√inputs`
    /// (LeCun et al. 1998, "Efficient BackProp"; PyTorch's default).
    pub fn linear(&mut self, inputs: usize, outputs: usize) -> Dense {
        let weight = TensorData::new(self.uniform(inputs * outputs, inputs), [inputs, outputs]);
        let bias = TensorData::new(self.uniform(outputs, inputs), [outputs]);
        Dense { weight: self.parameter(weight), bias: self.parameter(bias) }
    }

    /// A linear layer a task: weights `[tasks, inputs, outputs]` and biases `[tasks, 1, outputs]`, drawn as in [`Self::linear`].
    pub fn stacked(
        &mut self,
        tasks: usize,
        inputs: usize,
        outputs: usize,
    ) -> (Param<Tensor<3>>, Param<Tensor<3>>) {
        let weight =
            TensorData::new(self.uniform(tasks * inputs * outputs, inputs), [tasks, inputs, outputs]);
        let bias = TensorData::new(self.uniform(tasks * outputs, inputs), [tasks, 1, outputs]);
        (self.parameter(weight), self.parameter(bias))
    }

    /// Weights `[inputs, outputs]` and biases `[members, outputs]`, the same for all members, drawn as in [`Self::linear`].
    pub fn shared(
        &mut self,
        members: usize,
        inputs: usize,
        outputs: usize,
    ) -> (Param<Tensor<2>>, Param<Tensor<2>>) {
        let weight = TensorData::new(self.uniform(inputs * outputs, inputs), [inputs, outputs]);
        let biases = self.uniform(outputs, inputs).repeat(members);
        (self.parameter(weight), self.parameter(TensorData::new(biases, [members, outputs])))
    }

    /// Ones and minus ones, `[rows, columns]`, as likely as each other.
    pub fn signs(&mut self, rows: usize, columns: usize) -> Param<Tensor<2>> {
        let signs = (0..rows * columns).map(|_| if self.rng.random_bool(0.5) { 1.0 } else { -1.0 });
        let signs: Vec<f32> = signs.collect();
        self.parameter(TensorData::new(signs, [rows, columns]))
    }

    /// Weights without biases, `[count, inputs, outputs]`, drawn as in [`Self::linear`].
    pub fn products(&mut self, count: usize, inputs: usize, outputs: usize) -> Param<Tensor<3>> {
        let values = self.uniform(count * inputs * outputs, inputs);
        self.parameter(TensorData::new(values, [count, inputs, outputs]))
    }

    /// Vectors to look up, `[count, places, size]`, all from `U(-k, k)`, `k = 1/√size` (Gorishniy et al. 2021,
    /// <https://arxiv.org/abs/2106.11959>, as its code draws categories' embeddings).
    pub fn vectors(&mut self, count: usize, places: usize, size: usize) -> Param<Tensor<3>> {
        let values = self.uniform(count * places * size, size);
        self.parameter(TensorData::new(values, [count, places, size]))
    }

    /// Given numbers.
    pub fn values<const D: usize>(&self, values: Vec<f32>, shape: [usize; D]) -> Param<Tensor<D>> {
        self.parameter(TensorData::new(values, shape))
    }

    /// A table `[rows, columns]` of one value with Gaussian noise of the given standard deviation.
    pub fn near(&mut self, value: f32, rows: usize, columns: usize, deviation: f32) -> Param<Tensor<2>> {
        let values = match Normal::new(value, deviation) {
            Ok(normal) => (0..rows * columns).map(|_| normal.sample(&mut self.rng)).collect(),
            Err(_) => vec![value; rows * columns],
        };
        self.parameter(TensorData::new(values, [rows, columns]))
    }

    /// `count` numbers from `U(-k, k)`, `k = 1/√inputs`.
    fn uniform(&mut self, count: usize, inputs: usize) -> Vec<f32> {
        let bound = 1.0 / (inputs.max(1) as f32).sqrt();
        (0..count).map(|_| self.rng.random_range(-bound..bound)).collect()
    }

    fn parameter<const D: usize>(&self, data: TensorData) -> Param<Tensor<D>> {
        Param::from_data(data, self.device)
    }
}
