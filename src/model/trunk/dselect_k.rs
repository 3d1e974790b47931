//! Shared experts of which each task learns to select a few.

use burn::module::{Module, Param};
use burn::tensor::{ExecutionError, Tensor, activation};

use crate::architecture::ArchitectureConfig;
use crate::model::Private;
use crate::model::dropout::Dropout;
use crate::model::head::Heads;
use crate::model::initial::Initial;
use crate::model::read_back::read_rows;
use crate::model::representation::Representation;
use crate::model::stack::Towers;
use crate::model::trunk::represent::Represent;
use crate::report::{Part, SharingMatrix};
use crate::schema::state::{State, StateError, restored, state_of};

/// Width `γ` of the smooth step at the start, as in the authors' code.
const WIDTH: f64 = 1.0;

/// Width in the end: no code lies within it.
const SETTLED: f64 = 1e-6;

/// Epochs in which the width falls to [`SETTLED`], if the run has twice as many; else half of them.
const SOFT_EPOCHS: usize = 10;

/// Strength of the entropy's pull towards whole choices. The authors tune it; at their code's 10⁻⁶ codes hardly move on small tables.
const ENTROPY: f64 = 0.01;

/// DSelect-k, static gates: `f_t(x) = Σ_i q_ti f_i(x)`, `q_t = Σ_j softmax(w_t)_j r(S(z_tj))`, at most `k` experts per task in the end.
///
/// `r(s)_i` is the product of `s_b` over the bits of `i` that are 1 and of `1 - s_b` over the others; `S` is [`smooth_step`].
/// Hazimeh et al. 2021, <https://arxiv.org/abs/2106.03760>; there also with gates for each row, and for other numbers of experts
/// than powers of 2. The authors train until the codes have left the smooth step's width by themselves; here, where runs may be short,
/// the width narrows over the first epochs, so that the choice is made early and the experts then learn under it.
#[derive(Module, Debug)]
pub struct DselectK {
    experts: Towers,
    /// `z`: `[tasks * k, bits]`
    codes: Param<Tensor<2>>,
    /// `w`: `[tasks, k]`
    shares: Param<Tensor<2>>,
    /// `γ`
    #[module(skip)]
    width: f64,
}

impl DselectK {
    /// Fresh parameters.
    pub fn new(config: &ArchitectureConfig, inputs: usize, tasks: usize, initial: &mut Initial<'_>) -> Self {
        let choices = config.experts_per_task;
        let bits = config.experts.ilog2() as usize;
        Self {
            experts: Towers::new(config.experts, inputs, &config.trunk, config.activation, initial),
            codes: initial.near(0.0, tasks * choices, bits, WIDTH as f32 / 100.0),
            shares: initial.near(0.0, tasks, choices, 1.0),
            width: WIDTH,
        }
    }

    /// What each choice of each task selects: `[tasks * k, experts]`, rows that sum to 1.
    fn selections(&self) -> Tensor<2> {
        // Once made, a choice stays: weight decay would else lead codes that feel nothing but it back to 0.
        let codes = if self.is_settled() { self.codes.val().detach() } else { self.codes.val() };
        let steps = smooth_step(codes, self.width);
        let [choices, bits] = steps.dims();
        (0..bits).fold(steps.ones_like().narrow(1, 0, 1), |selected: Tensor<2>, bit| {
            let step = steps.clone().narrow(1, bit, 1).expand([choices, selected.dims()[1]]);
            let one = selected.clone() * step;
            Tensor::cat(vec![selected - one.clone(), one], 1)
        })
    }

    /// `q`: `[tasks, experts]`
    fn gates(&self) -> Tensor<2> {
        let shares = activation::softmax(self.shares.val(), 1);
        let [tasks, choices] = shares.dims();
        let selections = self.selections();
        let [_, experts] = selections.dims();
        let gates = shares.reshape([tasks, 1, choices]).matmul(selections.reshape([tasks, choices, experts]));
        gates.reshape([tasks, experts])
    }
}

impl Represent for DselectK {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        let experts = self.experts.forward(features, dropout);
        let [count, rows, width] = experts.dims();
        let mixed = self.gates().matmul(experts.reshape([count, rows * width]));
        let [tasks, _] = mixed.dims();
        Representation::PerTask(mixed.reshape([tasks, rows, width]))
    }

    fn private(&self, private: &mut Private) {
        private.all(&self.codes);
        private.all(&self.shares);
    }

    /// `0.01 Σ -r log r` over all choices; nothing once they are made.
    fn penalty(&self, _heads: &Heads) -> Option<Tensor<1>> {
        if self.is_settled() {
            return None;
        }
        let selections = self.selections();
        let logarithms = (selections.clone() + f64::from(f32::EPSILON)).log();
        Some((selections * logarithms).sum() * -ENTROPY)
    }

    fn anneal(&mut self, epoch: usize, epochs: usize) {
        let soft = SOFT_EPOCHS.min(epochs.div_ceil(2)).max(1);
        self.width = (WIDTH * (1.0 - epoch as f64 / soft as f64)).max(SETTLED);
    }

    fn is_settled(&self) -> bool {
        self.width <= SETTLED
    }

    fn state(&self) -> Result<State, StateError> {
        state_of(&self.width)
    }

    fn restore(&mut self, state: State, _heads: &Heads) -> Result<(), StateError> {
        let width: f64 = restored(&self.state()?, state)?;
        if !(SETTLED..=WIDTH).contains(&width) {
            return Err(StateError::new("expected a width of the smooth step from 0.000001 to 1"));
        }
        self.width = width;
        Ok(())
    }

    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        let gates = read_rows(self.gates()).await?;
        Ok(vec![SharingMatrix::gates(gates, Part::experts, None)])
    }
}

/// `S(t) = -2t³/γ³ + 3t/(2γ) + ½` between `-γ/2` and `γ/2`, 0 below, 1 above.
fn smooth_step<const D: usize>(codes: Tensor<D>, width: f64) -> Tensor<D> {
    // In units of γ, so that the ends are whole in f32 as well.
    let t = (codes / width).clamp(-0.5, 0.5);
    let cube = t.clone() * t.clone() * t.clone();
    cube * -2.0 + t * 1.5 + 0.5
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that can't go on should say so")]
mod tests {
    use burn::tensor::Device;

    use super::*;

    fn rows(matrix: Tensor<2>) -> Vec<Vec<f64>> {
        futures::executor::block_on(read_rows(matrix)).expect("readable")
    }

    #[test]
    fn the_smooth_step_is_whole_at_its_ends() {
        // S(¼) = -2/64 + 3/8 + 1/2 = 0.84375.
        let codes = Tensor::from_floats([[-2.0_f32, -0.5, 0.0, 0.25, 0.5, 2.0]], &Device::flex());
        assert_eq!(rows(smooth_step(codes, 1.0)), [[0.0, 0.0, 0.5, 0.84375, 1.0, 1.0]]);
    }

    #[test]
    fn the_width_narrows_over_ten_epochs_or_half_of_the_run() {
        let device = Device::flex();
        for (epochs, halfway, last) in [(100, 5, 10), (8, 2, 4), (1, 0, 1)] {
            let config = ArchitectureConfig::default();
            let mut model = DselectK::new(&config, 3, 1, &mut Initial::new(1, &device));
            model.anneal(halfway, epochs);
            assert!(!model.is_settled() && (model.width - if epochs == 1 { 1.0 } else { 0.5 }).abs() < 1e-12);
            model.anneal(last, epochs);
            assert!(model.is_settled());
            for row in rows(model.gates()) {
                assert!(row.iter().filter(|gate| **gate > 0.0).count() <= 2, "{row:?}");
            }
        }
    }

    #[test]
    fn settled_codes_select_k_experts() {
        let device = Device::flex();
        let mut initial = Initial::new(1, &device);
        let config = ArchitectureConfig { experts: 8, ..ArchitectureConfig::default() };
        let mut model = DselectK::new(&config, 3, 1, &mut initial);
        // Bits from the lowest: 011 in the first choice is expert 6, 100 is expert 1; the shares are softmax (ln 3, 0).
        model.codes = initial.values(vec![-1.0, 1.0, 1.0, 1.0, -1.0, -1.0], [2, 3]);
        model.shares = initial.values(vec![3.0_f32.ln(), 0.0], [1, 2]);
        let gates = rows(model.gates()).concat();
        for (gate, expected) in gates.iter().zip([0.0, 0.25, 0.0, 0.0, 0.0, 0.0, 0.75, 0.0]) {
            assert!((gate - expected).abs() < 1e-6, "{gates:?}");
        }
    }
}
