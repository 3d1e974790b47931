//! Gradients of every architecture against finite differences, and Gramians against explicit dot products, in both modes.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use burn::module::{Module as _, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Device, ExecutionError, Tensor, TensorData};
use polyhead::architecture::{Activation, ArchitectureKind};
use polyhead::config::ArchitectureConfig;
use polyhead::data::layout::Layout;
use polyhead::data::task::TaskKind::{Binary, Regression};
use polyhead::model::loss::GroupLoss;
use polyhead::model::{Dropout, Model, Representation};
use polyhead::train::gradients::{TaskGradients, add_penalty};

const INPUTS: usize = 4;
const TASKS: usize = 3;
/// In the model's order; the second task counts for nothing among the shared parameters.
const WEIGHTS: [f32; TASKS] = [0.5, 0.0, 2.0];

#[derive(Clone, Copy, PartialEq, Debug)]
enum Mode {
    Representation,
    Parameters,
}

fn layout() -> Layout {
    Layout::of([(Regression, 1), (Binary, 1), (Regression, 1)])
}

fn model(kind: ArchitectureKind, trunk: Vec<usize>, head: Vec<usize>, seed: u64) -> Model {
    let config = ArchitectureConfig {
        kind,
        trunk,
        head,
        activation: Activation::Tanh,
        ..ArchitectureConfig::default()
    };
    Model::new(&config, INPUTS, &layout(), seed, &Device::flex().autodiff())
}

fn features(rows: usize) -> Tensor<2> {
    let values: Vec<f32> = (0..rows * INPUTS).map(|place| (place as f32 * 0.7).sin()).collect();
    Tensor::from_data(TensorData::new(values, [rows, INPUTS]), &Device::flex())
}

/// The groups are the two regressions, then the binary task; the last row lacks its binary label.
fn losses(outputs: &[Tensor<2>]) -> Vec<GroupLoss> {
    let groups = outputs.iter().zip([Regression, Binary]).map(|(output, kind)| {
        let [rows, width] = output.dims();
        let labels: Vec<f32> = (0..rows * width).map(|place| (place % 2) as f32).collect();
        let labelled: Vec<f32> = (0..rows * width)
            .map(|place| f32::from(u8::from(kind == Regression || rows == 1 || place + 1 < rows)))
            .collect();
        let tensor = |values| Tensor::from_data(TensorData::new(values, [rows, width]), &Device::flex());
        let labelled = tensor(labelled);
        let shares = labelled.clone() / labelled.sum_dim(0).clamp_min(1.0);
        GroupLoss::new(kind, output.clone().inner(), tensor(labels), shares)
    });
    groups.collect()
}

fn measure(model: &Model, features: &Tensor<2>, mode: Mode) -> (TaskGradients, Vec<f64>) {
    let representation = model.represent(features.clone(), &mut Dropout::off());
    let leaves = representation.leaves(TASKS);
    let outputs = model.answer(&Representation::PerTask(leaves.clone()), &mut Dropout::off());
    let losses = losses(&outputs);
    let mut gradients =
        TaskGradients::new(model, representation, &leaves, outputs, losses).expect("gradients");
    let gramian = match mode {
        Mode::Representation => gradients.gramian_at_representation(),
        Mode::Parameters => gradients.gramian_at_parameters(model, features, &Dropout::off()),
    };
    let gramian = block(gramian.into_data_async());
    (gradients, gramian)
}

fn block(future: impl Future<Output = Result<TensorData, ExecutionError>>) -> Vec<f64> {
    let data = futures::executor::block_on(future).expect("readable");
    let values: Vec<f32> = data.try_into_vec().expect("floats");
    values.into_iter().map(f64::from).collect()
}

/// Every parameter's gradient.
struct Collect<'a>(&'a GradientsParams, Vec<(ParamId, Vec<f64>)>);

impl ModuleVisitor for Collect<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.0.get::<D>(param.id) {
            self.1.push((param.id, block(gradient.into_data_async())));
        }
    }
}

fn collect(model: &Model, gradients: &GradientsParams) -> Vec<(ParamId, Vec<f64>)> {
    let mut collect = Collect(gradients, Vec::new());
    model.visit(&mut collect);
    collect.1
}

/// Moves one number of one parameter.
struct Move(ParamId, usize, f32);

impl ModuleMapper for Move {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if param.id != self.0 {
            return param;
        }
        let (place, by) = (self.1, self.2);
        param.map(|value| {
            let shape = value.dims();
            let mut step = vec![0.0_f32; shape.iter().product()];
            step[place] = by;
            let step = Tensor::from_data(TensorData::new(step, shape), &Device::flex());
            (value.inner() + step).autodiff().require_grad()
        })
    }
}

fn weighted_loss(model: &Model, features: &Tensor<2>, weights: [f32; TASKS]) -> f64 {
    let losses = losses(&model.forward(features.clone(), &mut Dropout::off()));
    let values = losses.into_iter().flat_map(|group| {
        let [_, tasks, outputs] = group.slopes.dims();
        block(group.parts.reshape([tasks, outputs]).sum_dim(1).into_data_async())
    });
    values.zip(weights).map(|(loss, weight)| loss * f64::from(weight)).sum()
}

fn penalty(model: &Model) -> f64 {
    model.penalty().map_or(0.0, |penalty| block(penalty.inner().into_data_async())[0])
}

#[test]
fn shared_parameters_feel_the_weights_and_heads_do_not() {
    let features = features(5);
    for kind in ArchitectureKind::ALL {
        for head in [vec![], vec![3]] {
            let model = model(kind, vec![6, 5], head.clone(), 3);
            for mode in [Mode::Representation, Mode::Parameters] {
                let (gradients, _) = measure(&model, &features, mode);
                let weights = Tensor::from_floats(WEIGHTS, &Device::flex());
                let mut sets = gradients.weighted(&model, &weights);
                if let Some(penalty) = model.penalty() {
                    add_penalty(&mut sets, &penalty, &model);
                }
                let [own, shared] = sets;
                let (own, shared) = (collect(&model, &own), collect(&model, &shared));
                let count = own.iter().chain(&shared).map(|(_, values)| values.len()).sum::<usize>();
                assert_eq!(count, model.num_params(), "{kind:?} {mode:?}: every parameter has one gradient");
                let sets = [(own, [1.0; TASKS]), (shared, WEIGHTS)];
                for (id, values, weights) in sets
                    .iter()
                    .flat_map(|(set, weights)| set.iter().map(move |(id, values)| (*id, values, *weights)))
                {
                    for place in (0..values.len()).step_by(values.len().div_ceil(5)) {
                        let moved = |by| {
                            let moved = model.clone().map(&mut Move(id, place, by));
                            weighted_loss(&moved, &features, weights) + penalty(&moved)
                        };
                        let expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                        let error = (expected - values[place]).abs();
                        assert!(
                            error < 1e-2 * expected.abs().max(0.05),
                            "{kind:?} {head:?} {mode:?} {place}: {expected} {}",
                            values[place]
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn the_exact_gramian_is_that_of_the_explicit_gradients() {
    let features = features(5);
    for kind in ArchitectureKind::ALL {
        let model = model(kind, vec![6, 5], vec![], 3);
        let task_gradient = |task: usize| {
            let (gradients, _) = measure(&model, &features, Mode::Representation);
            let mut weights = [0.0_f32; TASKS];
            weights[task] = 1.0;
            let [_, shared] = gradients.weighted(&model, &Tensor::from_floats(weights, &Device::flex()));
            collect(&model, &shared).into_iter().flat_map(|(_, values)| values).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<f64>> = (0..TASKS).map(task_gradient).collect();
        let (_, gramian) = measure(&model, &features, Mode::Parameters);
        for (place, found) in gramian.iter().enumerate() {
            let (row, column) = (&rows[place / TASKS], &rows[place % TASKS]);
            let expected: f64 = row.iter().zip(column).map(|(a, b)| a * b).sum();
            assert!(
                (found - expected).abs() < 1e-5 * expected.abs().max(0.1),
                "{kind:?}: {found} {expected}"
            );
        }
    }
}

/// With one row `x` and a linear layer `z = Wx + b`, `∂L/∂W = x ∂L/∂z` and `∂L/∂b = ∂L/∂z`: the Gramians differ by `|x|² + 1`.
#[test]
fn the_modes_agree_on_a_linear_trunk_and_one_row() {
    let features = features(1);
    let squared: f64 = block(features.clone().into_data_async()).iter().map(|value| value * value).sum();
    let relu = |seed| {
        let config = ArchitectureConfig { trunk: vec![3], ..ArchitectureConfig::default() };
        Model::new(&config, INPUTS, &layout(), seed, &Device::flex().autodiff())
    };
    // A rectifier is linear where all its units are positive.
    let is_linear = |model: &Model| match model.represent(features.clone(), &mut Dropout::off()) {
        Representation::Shared(hidden) => {
            block(hidden.inner().into_data_async()).iter().all(|value| *value > 0.0)
        }
        Representation::PerTask(_) => false,
    };
    let model = (0..1000).map(relu).find(is_linear).expect("a seed");
    let (_, cheap) = measure(&model, &features, Mode::Representation);
    let (_, exact) = measure(&model, &features, Mode::Parameters);
    for (cheap, exact) in cheap.iter().zip(&exact) {
        let expected = cheap * (squared + 1.0);
        assert!((exact - expected).abs() < 1e-5 * expected.abs().max(0.1), "{exact} {expected}");
    }
}

#[test]
fn without_a_trunk_nothing_is_shared() {
    let model = model(ArchitectureKind::HardSharing, vec![], vec![], 3);
    let (gradients, gramian) = measure(&model, &features(5), Mode::Parameters);
    assert!(gramian.iter().all(|value| *value == 0.0));
    let [own, shared] = gradients.weighted(&model, &Tensor::from_floats(WEIGHTS, &Device::flex()));
    assert!(shared.is_empty());
    assert_eq!(collect(&model, &own).len(), 4);
}
