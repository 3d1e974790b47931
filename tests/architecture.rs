//! Every architecture: shapes, parameter count, gradients, and the power to learn eight rows by heart.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use burn::module::Module as _;
use burn::tensor::{Device, Distribution, Tensor};
use polyhead::architecture::ArchitectureKind;
use polyhead::config::ArchitectureConfig;
use polyhead::data::task::TaskKind;
use polyhead::model::loss::masked_loss;
use polyhead::model::{Dropout, Model};

const INPUTS: usize = 5;
const OUTPUTS: [usize; 3] = [1, 1, 4];

fn config(kind: ArchitectureKind) -> ArchitectureConfig {
    ArchitectureConfig { kind, trunk: vec![16, 8], head: vec![6], ..ArchitectureConfig::default() }
}

fn block(
    future: impl Future<Output = Result<burn::tensor::TensorData, burn::tensor::ExecutionError>>,
) -> Vec<f32> {
    futures::executor::block_on(future).expect("readable").try_into_vec().expect("floats")
}

#[test]
fn one_output_per_task_of_the_right_shape() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        let model = Model::new(&config(kind), INPUTS, &OUTPUTS, 1, &device);
        let outputs = model.forward(Tensor::zeros([7, INPUTS], &device), &mut Dropout::off());
        let shapes: Vec<_> = outputs.iter().map(Tensor::dims).collect();
        assert_eq!(shapes, OUTPUTS.map(|count| [7, count]), "{kind:?}");
    }
}

#[test]
fn the_parameter_count_is_the_formula() {
    let device = Device::flex();
    for kind in ArchitectureKind::ALL {
        for (trunk, head) in [(vec![16, 8], vec![6]), (vec![16], vec![]), (vec![], vec![3])] {
            let config = ArchitectureConfig { trunk, head, ..config(kind) };
            let model = Model::new(&config, INPUTS, &OUTPUTS, 1, &device);
            assert_eq!(model.num_params(), config.parameter_count(INPUTS, &OUTPUTS), "{config:?}");
        }
    }
    // By hand: trunk (5+1)·16 + (16+1)·8 = 232, three linear heads (8+1)·(1+1+4) = 54.
    let linear_heads = ArchitectureConfig { head: vec![], ..config(ArchitectureKind::HardSharing) };
    assert_eq!(linear_heads.parameter_count(INPUTS, &OUTPUTS), 286);
    // And the table of the shared parameters: 3 tasks · 8 features = 24.
    let table = ArchitectureConfig { head: vec![], ..config(ArchitectureKind::SharedParameters) };
    assert_eq!(table.parameter_count(INPUTS, &OUTPUTS), 310);
}

#[test]
fn the_same_seed_gives_the_same_parameters() {
    let device = Device::flex();
    let answer = |seed| {
        let model = Model::new(&config(ArchitectureKind::SharedParameters), INPUTS, &OUTPUTS, seed, &device);
        let outputs = model.forward(Tensor::ones([1, INPUTS], &device), &mut Dropout::off());
        outputs.into_iter().flat_map(|output| block(output.into_data_async())).collect::<Vec<f32>>()
    };
    assert_eq!(answer(3), answer(3));
    assert_ne!(answer(3), answer(4));
}

/// d loss / d input against central differences, through trunk, table, heads and all three losses.
#[test]
fn gradients_agree_with_finite_differences() {
    let device = Device::flex().autodiff();
    for kind in ArchitectureKind::ALL {
        let config =
            ArchitectureConfig { activation: polyhead::architecture::Activation::Tanh, ..config(kind) };
        let model = Model::new(&config, INPUTS, &OUTPUTS, 5, &device);
        let total = |features: Tensor<2>| {
            let outputs = model.forward(features, &mut Dropout::off());
            let kinds = [TaskKind::Regression, TaskKind::Binary, TaskKind::Multiclass];
            let targets = [vec![0.7, -0.3], vec![1.0, 0.0], vec![0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]];
            let labelled = [[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]];
            let mut sum = Tensor::<1>::zeros([1], &device);
            for (task, output) in outputs.into_iter().enumerate() {
                let shape = output.dims();
                let target = Tensor::<1>::from_floats(targets[task].as_slice(), &device).reshape(shape);
                let mask = Tensor::<1>::from_floats(labelled[task], &device).reshape([2, 1]);
                sum = sum + masked_loss(kinds[task], output, target, mask);
            }
            sum
        };
        let start: Vec<f32> = (0..2 * INPUTS).map(|place| (place as f32 * 0.7).sin()).collect();
        let tensor = |values: &[f32]| Tensor::<1>::from_floats(values, &device).reshape([2, INPUTS]);
        let leaf = tensor(&start).require_grad();
        let gradients = total(leaf.clone()).backward();
        let gradient = block(leaf.grad(&gradients).expect("a gradient").into_data_async());
        for place in 0..start.len() {
            let moved = |by: f32| {
                let mut values = start.clone();
                values[place] += by;
                f64::from(block(total(tensor(&values)).inner().into_data_async())[0])
            };
            let difference = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            let error = (difference - f64::from(gradient[place])).abs();
            assert!(
                error < 1e-2 * difference.abs().max(0.05),
                "{kind:?} {place}: {difference} {}",
                gradient[place]
            );
        }
    }
}

#[test]
fn a_loss_without_labels_is_zero_and_stays_finite_for_huge_logits() {
    let device = Device::flex();
    let huge = Tensor::<2>::from_floats([[1e4_f32], [-1e4]], &device);
    let target = Tensor::<2>::from_floats([[0.0_f32], [1.0]], &device);
    for kind in [TaskKind::Regression, TaskKind::Binary] {
        let none = Tensor::<2>::zeros([2, 1], &device);
        let all = Tensor::<2>::ones([2, 1], &device);
        assert_eq!(block(masked_loss(kind, huge.clone(), target.clone(), none).into_data_async()), [0.0]);
        assert!(block(masked_loss(kind, huge.clone(), target.clone(), all).into_data_async())[0].is_finite());
    }
}

#[test]
fn losses_equal_those_worked_by_hand() {
    let device = Device::flex();
    let mask = Tensor::<2>::from_floats([[1.0_f32], [0.0]], &device);
    // Regression: only the first row counts: (2 - 0.5)² = 2.25.
    let output = Tensor::<2>::from_floats([[2.0_f32], [9.0]], &device);
    let target = Tensor::<2>::from_floats([[0.5_f32], [0.0]], &device);
    assert_eq!(
        block(masked_loss(TaskKind::Regression, output, target, mask.clone()).into_data_async()),
        [2.25]
    );
    // Binary: logit ln 3 is probability 3/4; class 1 costs ln(4/3).
    let output = Tensor::<2>::from_floats([[3.0_f32.ln()], [9.0]], &device);
    let target = Tensor::<2>::from_floats([[1.0_f32], [0.0]], &device);
    let loss = block(masked_loss(TaskKind::Binary, output, target, mask.clone()).into_data_async())[0];
    assert!((loss - (4.0_f32 / 3.0).ln()).abs() < 1e-6);
    // Multiclass: logits (0, ln 2, 0) give 1/4, 1/2, 1/4; class 2 costs ln 4.
    let output = Tensor::<2>::from_floats([[0.0_f32, 2.0_f32.ln(), 0.0], [9.0, 9.0, 9.0]], &device);
    let target = Tensor::<2>::from_floats([[0.0_f32, 0.0, 1.0], [0.0, 0.0, 0.0]], &device);
    let loss = block(masked_loss(TaskKind::Multiclass, output, target, mask).into_data_async())[0];
    assert!((loss - 4.0_f32.ln()).abs() < 1e-6);
}

#[test]
fn random_features_do_not_make_every_task_alike() {
    let device = Device::flex();
    let model = Model::new(&config(ArchitectureKind::SharedParameters), INPUTS, &[1, 1], 9, &device);
    let features = Tensor::random([4, INPUTS], Distribution::Default, &device);
    let [first, second] = &model.forward(features, &mut Dropout::off())[..] else { panic!("two tasks") };
    assert_ne!(block(first.clone().into_data_async()), block(second.clone().into_data_async()));
}
