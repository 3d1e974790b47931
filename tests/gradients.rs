//! Gradients of every architecture against finite differences, and Gramians against explicit dot products, in both modes.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/group_loss.rs"]
mod group_loss;
#[path = "support/parameters.rs"]
mod parameters;

use burn::module::Module as _;
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use group_loss::group_loss;
use parameters::{Move, block, collect};
use polyhead::architecture::ArchitectureConfig;
use polyhead::architecture::{Activation, ArchitectureKind};
use polyhead::input::embedding::{Bag, Inputs};
use polyhead::model::{Dropout, GroupLoss, Model, Representation};
use polyhead::task::TaskKind;
use polyhead::task::TaskKind::{Binary, Count, Mask, Multiclass, Multilabel, Ordinal, Regression};
use polyhead::task::layout::Layout;
use polyhead::train::gradients::{TaskGradients, add_penalty, weighted};

const INPUTS: usize = 4;
const TASKS: usize = 3;
/// In the model's order; among the shared parameters the second task counts for nothing, and the third against itself.
const WEIGHTS: [f32; TASKS] = [0.5, 0.0, -2.0];

#[derive(Clone, Copy, PartialEq, Debug)]
enum Mode {
    Representation,
    Parameters,
}

fn layout() -> Layout {
    Layout::of([(Regression, 1), (Regression, 1), (Binary, 1)])
}

/// Rows of numbers alone, rows of as many numbers that codes of a category and of two texts follow, and rows of which two numbers have
/// waves.
fn inputs() -> [Inputs; 3] {
    let texts = Bag { columns: 2, slots: 3, places: 5, size: 2, is_weighted: false };
    let terms = Bag { columns: 1, slots: 4, places: 5, size: 3, is_weighted: true };
    [
        INPUTS.into(),
        Inputs {
            numbers: INPUTS,
            periodic: vec![],
            bags: vec![Bag::category(3), terms, texts],
            pictures: vec![],
        },
        Inputs { numbers: INPUTS, periodic: vec![0, 2], ..Inputs::default() },
    ]
}

fn config(kind: ArchitectureKind, trunk: &[usize], head: &[usize]) -> ArchitectureConfig {
    ArchitectureConfig {
        kind,
        trunk: trunk.to_vec(),
        head: head.to_vec(),
        activation: Activation::Tanh,
        ..ArchitectureConfig::default()
    }
}

fn model(kind: ArchitectureKind, inputs: &Inputs, trunk: &[usize], seed: u64) -> Model {
    Model::new(&config(kind, trunk, &[]), inputs.clone(), &layout(), seed, &Device::flex().autodiff())
}

fn features(rows: usize, inputs: &Inputs) -> Tensor<2> {
    let mut values: Vec<f32> = Vec::new();
    for row in 0..rows {
        values.extend((0..INPUTS).map(|place| ((row * INPUTS + place) as f32 * 0.7).sin()));
        for bag in &inputs.bags {
            // Every code there is, and none in some slots; rows look the same vectors up.
            let codes = (0..bag.codes()).map(|slot| ((row * 5 + slot * 2) % (bag.places + 1)) as f32);
            let codes: Vec<f32> = codes.collect();
            values.extend(&codes);
            if bag.is_weighted {
                let weight = |(slot, &code): (usize, &f32)| code.min(1.0) * (0.02 + slot as f32 * 0.01);
                values.extend(codes.iter().enumerate().map(weight));
            }
        }
    }
    Tensor::from_data(TensorData::new(values, [rows, inputs.width()]), &Device::flex())
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
        group_loss(kind, output.clone().inner(), tensor(labels), shares)
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
        Mode::Parameters => gradients.gramian_at_parameters(model, &features.clone().into(), &Dropout::off()),
    };
    let gramian = block(gramian.into_data_async());
    (gradients, gramian)
}

/// The loss of each task, in the model's order.
fn task_losses(model: &Model, features: &Tensor<2>) -> Vec<f64> {
    let losses = losses(&model.outputs(features.clone(), &mut Dropout::off()));
    let values = losses.into_iter().map(|group| {
        let [_, tasks, outputs] = group.gradients.dims();
        block(group.parts.reshape([tasks, outputs]).sum_dim(1).into_data_async())
    });
    values.collect::<Vec<_>>().concat()
}

fn penalty(model: &Model) -> f64 {
    model.penalty().map_or(0.0, |penalty| block(penalty.inner().into_data_async())[0])
}

/// What one task alone depends on follows that task's own loss, be it in a head or below: no weighting can turn it against its task.
#[test]
fn only_what_several_tasks_depend_on_feels_the_weights() {
    let sizes =
        [(vec![6, 5], vec![], 1), (vec![6, 5], vec![3], 2), (vec![5], vec![], 2), (vec![4, 4, 4], vec![], 1)];
    for (inputs, kind) in inputs().iter().flat_map(|inputs| ArchitectureKind::ALL.map(|kind| (inputs, kind)))
    {
        let features = features(5, inputs);
        // Waves are mixed before a ReLU: of this seed no sum is so near its bend that a step crosses it.
        let (step, seed) = if inputs.periodic.is_empty() { (1e-2_f32, 3) } else { (4e-3, 6) };
        for (trunk, head, task_experts) in &sizes {
            let config = ArchitectureConfig { task_experts: *task_experts, ..config(kind, trunk, head) };
            let device = Device::flex().autodiff();
            let model = Model::new(&config, inputs.clone(), &layout(), seed, &device);
            for mode in [Mode::Representation, Mode::Parameters] {
                let (gradients, _) = measure(&model, &features, mode);
                let weights = Tensor::from_floats(WEIGHTS, &Device::flex());
                let mut sets =
                    gradients.weighted(&model, &weights, &features.clone().into(), &Dropout::off());
                if let Some(penalty) = model.penalty() {
                    add_penalty(&mut sets, &penalty, &model);
                }
                let found = sets.each_ref().map(|set| collect(&model, set)).concat();
                let count = found.iter().map(|(_, values)| values.len()).sum::<usize>();
                assert_eq!(count, model.num_params(), "{kind:?} {mode:?}: every parameter has one gradient");
                for (id, values) in found {
                    for place in (0..values.len()).step_by(values.len().div_ceil(5)) {
                        let [more, less] = [step, -step].map(|by| {
                            let moved = model.clone().map(&mut Move(id, place, by));
                            (task_losses(&moved, &features), penalty(&moved))
                        });
                        let by_task = more
                            .0
                            .iter()
                            .zip(&less.0)
                            .map(|(more, less)| (more - less) / f64::from(2.0 * step));
                        let by_task: Vec<f64> = by_task.collect();
                        let is_shared = by_task.iter().filter(|by| **by != 0.0).count() > 1;
                        let weighed = by_task.iter().zip(WEIGHTS);
                        let weighed =
                            weighed.map(|(by, weight)| if is_shared { by * f64::from(weight) } else { *by });
                        let expected = weighed.sum::<f64>() + (more.1 - less.1) / f64::from(2.0 * step);
                        let error = (expected - values[place]).abs();
                        assert!(
                            error < 1e-2 * expected.abs().max(0.05),
                            "{config:?} {mode:?} {place} of {}: {expected} {}, by task {by_task:?}",
                            values.len(),
                            values[place]
                        );
                    }
                }
            }
        }
    }
}

/// Labels that every kind can have: two tasks of three rows, whose last lacks the second task's.
fn labels(kind: TaskKind) -> (usize, Vec<f32>) {
    match kind {
        Regression => (1, vec![0.5, -1.0, 2.0, 0.0, -0.3, 0.0]),
        Count => (1, vec![0.0, 3.0, 0.5, 1.0, 2.0, 0.0]),
        Binary => (1, vec![0.0, 1.0, 1.0, 0.0, 1.0, 0.0]),
        // The second, the last, the first and the third of four levels, and no label at the end.
        Ordinal => (3, vec![-1., 1., 0., 0., 0., -1., 1., 0., 0., 0., -1., 1., 0., -1., 1., 0., 0., 0.]),
        // Each row lacks another label of the first task.
        Multilabel => (3, vec![0., 1., -1., 1., -1., 1., -1., 0., 1., 1., 1., -1., 1., -1., 0., 0., 0., 0.]),
        // Of one pixel, the class.
        Multiclass | Mask => {
            (3, vec![0., 1., 0., 1., 0., 0., 0., 0., 1., 0., 1., 0., 1., 0., 0., 0., 0., 0.])
        }
    }
}

#[test]
fn slopes_are_those_of_the_losses_for_every_kind() {
    for kind in TaskKind::ALL {
        let (outputs, labels) = labels(kind);
        let (rows, width) = (3, 2 * outputs);
        let tensor = |values: Vec<f32>| {
            let width = values.len() / rows;
            Tensor::<2>::from_data(TensorData::new(values, [rows, width]), &Device::flex())
        };
        let loss = |values: &[f32]| {
            let shares = tensor(vec![0.2, 0.5, 0.5, 0.5, 0.3, 0.0]);
            group_loss(kind, tensor(values.to_vec()), tensor(labels.clone()), shares)
        };
        let total = |values: &[f32]| block(loss(values).parts.into_data_async()).iter().sum::<f64>();
        // Ascending within a task, as thresholds are.
        let output = |place: usize| (place as f32 * 1.7).sin() * 1.5 + (place % outputs) as f32 * 3.5;
        let at: Vec<f32> = (0..rows * width).map(output).collect();
        let slopes = block(loss(&at).gradients.into_data_async());
        for place in 0..at.len() {
            let moved = |by: f32| {
                let mut values = at.clone();
                values[place] += by;
                total(&values)
            };
            let expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            let found = slopes[place];
            assert!((found - expected).abs() < 1e-3, "{kind:?} {place}: {found} for {expected}");
        }
    }
}

/// Every labelled cell counts the same: with the share of one cell in five, five cells make a mean, and a missing one no slope.
#[test]
fn the_loss_of_a_label_set_is_the_mean_surprise_of_its_cells() {
    let tensor = |values: Vec<f32>| {
        let width = values.len() / 2;
        Tensor::<2>::from_data(TensorData::new(values, [2, width]), &Device::flex())
    };
    let (logits, sides) = ([0.5, -1.0, 60.0, 2.0, -90.0, 0.0_f32], [1.0, -1.0, 0.0, -1.0, 1.0, 1.0_f32]);
    let loss = group_loss(Multilabel, tensor(logits.into()), tensor(sides.into()), tensor(vec![0.2; 2]));
    let cells = logits.iter().zip(sides).filter(|(_, side)| *side != 0.0);
    let surprise = |(&logit, side): (&f32, f32)| (-f64::from(logit * side)).exp().ln_1p();
    let expected = cells.map(surprise).sum::<f64>() / 5.0;
    let found = block(loss.parts.into_data_async()).iter().sum::<f64>();
    assert!((found - expected).abs() < 1e-5, "{found} for {expected}");
    assert_eq!(block(loss.gradients.into_data_async())[2], 0.0);
}

/// The loss of classes in order is the surprise at the probability between two logistic curves, and the thresholds learn from it.
#[test]
fn an_ordinal_loss_is_the_surprise_and_reaches_every_parameter() {
    let layout = Layout::of([(Ordinal, 3), (Ordinal, 3)]);
    let config = ArchitectureConfig { trunk: vec![4], ..ArchitectureConfig::default() };
    let config = ArchitectureConfig { activation: Activation::Tanh, ..config };
    // Log-odds of being at or below, for the shares 0.1, 0.2, 0.3, 0.4 and 0.4, 0.3, 0.1, 0.2.
    let logits = [[0.1, 0.3, 0.6], [0.4, 0.7, 0.8]].map(|below| below.map(|p: f64| (p / (1.0 - p)).ln()));
    let logits: [&[f64]; 2] = [&logits[0], &logits[1]];
    let device = Device::flex().autodiff();
    let model = Model::new(&config, INPUTS, &layout, 3, &device).starting_from(&logits, &layout, &device);
    assert_eq!(model.num_params(), config.parameter_count(INPUTS, &[1, 1]) + layout.threshold_count());
    let features = features(3, &INPUTS.into());
    let tensor = |values: Vec<f32>| {
        let width = values.len() / 3;
        Tensor::<2>::from_data(TensorData::new(values, [3, width]), &Device::flex())
    };
    let loss = |model: &Model| {
        let outputs = model.forward(features.clone(), &mut Dropout::off());
        let shares = tensor(vec![0.2, 0.5, 0.5, 0.5, 0.3, 0.0]);
        (group_loss(Ordinal, outputs[0].clone().inner(), tensor(labels(Ordinal).1), shares), outputs)
    };
    let total = |model: &Model| block(loss(model).0.parts.into_data_async()).iter().sum::<f64>();
    let (group, outputs) = loss(&model);
    let logits = block(outputs[0].clone().inner().into_data_async());
    assert!(logits.chunks(3).all(|own| own[0] < own[1] && own[1] < own[2]), "{logits:?}");
    let below = |place: usize, level: usize| match level {
        0 => 0.0,
        4 => 1.0,
        _ => 1.0 / (1.0 + (-logits[place * 3 + level - 1]).exp()),
    };
    // Place, class and share of each label.
    let classes = [(0, 1, 0.2), (1, 3, 0.5), (2, 0, 0.5), (3, 2, 0.5), (4, 2, 0.3)];
    let surprise =
        classes.map(|(place, class, share)| -share * f64::ln(below(place, class + 1) - below(place, class)));
    let (found, expected) = (total(&model), surprise.iter().sum::<f64>());
    assert!((found - expected).abs() < 1e-5 * expected, "{found} for {expected}");
    let ones = Tensor::ones([2], &Device::flex());
    let gradients = weighted(outputs, vec![group], &ones).expect("gradients");
    let gradients = collect(&model, &GradientsParams::from_grads(gradients, &model));
    assert_eq!(gradients.iter().map(|(_, values)| values.len()).sum::<usize>(), model.num_params());
    for (id, values) in gradients {
        for (place, found) in values.iter().enumerate() {
            let moved = |by| total(&model.clone().map(&mut Move(id, place, by)));
            let expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!(
                (found - expected).abs() < 1e-2 * expected.abs().max(0.05),
                "{place}: {found} {expected}"
            );
        }
    }
}

/// Far out the loss of a count goes on along its tangent, which leads back.
#[test]
fn a_count_far_beyond_reason_keeps_a_finite_loss_and_a_slope_that_leads_back() {
    let tensor = |value: f32| Tensor::<2>::from_data(TensorData::new(vec![value], [1, 1]), &Device::flex());
    for (output, sign) in [(1e4, 1.0), (-1e4, -1.0)] {
        let loss = group_loss(Count, tensor(output), tensor(2.0), tensor(1.0));
        let (value, slope) = (block(loss.parts.into_data_async()), block(loss.gradients.into_data_async()));
        assert!(value[0].is_finite() && value[0] > 0.0 && slope[0] * sign > 0.0, "{value:?} {slope:?}");
    }
}

#[test]
fn the_exact_gramian_is_that_of_the_explicit_gradients() {
    for (inputs, kind) in inputs().iter().flat_map(|inputs| ArchitectureKind::ALL.map(|kind| (inputs, kind)))
    {
        let features = features(5, inputs);
        let model = model(kind, inputs, &[6, 5], 3);
        let weighted = |weights: [f32; TASKS]| {
            let (gradients, _) = measure(&model, &features, Mode::Representation);
            let [_, shared] = gradients.weighted(
                &model,
                &Tensor::from_floats(weights, &Device::flex()),
                &features.clone().into(),
                &Dropout::off(),
            );
            collect(&model, &shared).into_iter().flat_map(|(_, values)| values).collect::<Vec<_>>()
        };
        // What the weights change is what is shared.
        let still = weighted([0.0; TASKS]);
        let row = |task: usize| {
            let alone = weighted(std::array::from_fn(|other| f32::from(u8::from(other == task))));
            alone.iter().zip(&still).map(|(moved, still)| moved - still).collect()
        };
        let rows: Vec<Vec<f64>> = (0..TASKS).map(row).collect();
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
    let features = features(1, &INPUTS.into());
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
fn without_a_trunk_nothing_is_shared_but_learned_vectors() {
    for (inputs, shared_tables) in inputs().iter().zip([0, 3]) {
        let features = features(5, inputs);
        let model = model(ArchitectureKind::HardSharing, inputs, &[], 3);
        let (gradients, gramian) = measure(&model, &features, Mode::Parameters);
        assert_eq!(gramian.iter().all(|value| *value == 0.0), shared_tables == 0);
        let [own, shared] = gradients.weighted(
            &model,
            &Tensor::from_floats(WEIGHTS, &Device::flex()),
            &features.clone().into(),
            &Dropout::off(),
        );
        assert_eq!((collect(&model, &own).len(), collect(&model, &shared).len()), (4, shared_tables));
    }
}
