//! The operations of our own against what autodiff makes of Burn's, and against closed forms.
#![cfg(feature = "train")]
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, AdamWConfig, Optimizer};
use burn::tensor::{Device, ExecutionError, Tensor, TensorData, activation};
use polyhead::kernel::{AdamStep, adam, cross_entropy, follow, layer};

fn block(future: impl Future<Output = Result<TensorData, ExecutionError>>) -> Vec<f32> {
    futures::executor::block_on(future).expect("readable").try_into_vec().expect("floats")
}

/// Numbers of both signs that repeat nowhere.
fn numbers<const D: usize>(shape: [usize; D], phase: f32) -> Tensor<D> {
    let count: usize = shape.iter().product();
    let values: Vec<f32> = (0..count).map(|place| (place as f32 * 0.7 + phase).sin()).collect();
    Tensor::from_data(TensorData::new(values, shape), &Device::flex())
}

fn assert_close(found: &[f32], expected: &[f32], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < 1e-5, "{what} {place}: {found}, not {expected}");
    }
}

/// Output and gradients of a layer, by our operation or by Burn's.
fn run<const D: usize, const B: usize>(
    [x, weight, slopes]: [Tensor<D>; 3],
    bias: Tensor<B>,
    relu: bool,
    is_ours: bool,
) -> [Vec<f32>; 4] {
    let [x, weight] = [x, weight].map(|tensor| tensor.autodiff().require_grad());
    let bias = bias.autodiff().require_grad();
    let output = if is_ours {
        layer(x.clone(), weight.clone(), bias.clone(), relu)
    } else {
        let sums = x.clone().matmul(weight.clone()) + bias.clone().unsqueeze();
        if relu { activation::relu(sums) } else { sums }
    };
    let gradients = (output.clone() * slopes.autodiff()).sum().backward();
    let read = |gradient: Option<Tensor<D>>| block(gradient.expect("a gradient").into_data_async());
    let of_bias = block(bias.grad(&gradients).expect("a gradient").into_data_async());
    [
        block(output.inner().into_data_async()),
        read(x.grad(&gradients)),
        read(weight.grad(&gradients)),
        of_bias,
    ]
}

#[test]
fn a_layer_is_what_autodiff_makes_of_its_parts() {
    for relu in [false, true] {
        let of = || [numbers([5, 3], 0.1), numbers([3, 4], 0.2), numbers([5, 4], 0.3)];
        let [ours, theirs] = [true, false].map(|is_ours| run(of(), numbers([4], 0.4), relu, is_ours));
        for (place, what) in ["output", "by input", "by weight", "by bias"].iter().enumerate() {
            assert_close(&ours[place], &theirs[place], what);
        }
        // A stack whose layers have inputs of their own, and one whose layers share them.
        for count in [2, 1] {
            let of = || [numbers([count, 5, 3], 0.1), numbers([2, 3, 4], 0.2), numbers([2, 5, 4], 0.3)];
            let [ours, theirs] =
                [true, false].map(|is_ours| run(of(), numbers([2, 1, 4], 0.4), relu, is_ours));
            for (place, what) in ["output", "by input", "by weight", "by bias"].iter().enumerate() {
                assert_close(&ours[place], &theirs[place], &format!("stack of {count}, {what}"));
            }
        }
    }
}

/// Two tasks with three classes; the second row has no label for the second task.
#[test]
fn the_cross_entropy_is_its_closed_form_and_counts_no_unlabelled_row() {
    let logits = [1.0_f32, -2.0, 0.5, 3.0, 3.0, 3.0, 0.0, 100.0, -100.0, 7.0, 8.0, 9.0];
    let target = [0.0_f32, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let tensor = |values: &[f32], shape: [usize; 2]| {
        Tensor::<2>::from_data(TensorData::new(values.to_vec(), shape), &Device::flex())
    };
    let shares = tensor(&[0.5, 1.0, 0.5, 0.0], [2, 2]);
    let (slopes, parts) = cross_entropy(tensor(&logits, [2, 6]), tensor(&target, [2, 6]), shares);
    let parts = block(parts.into_data_async());
    // By hand: log(e^1 + e^-2 + e^0.5) - 0.5, halved; ln 3; a row that is certain and right costs nothing.
    let first = (1_f32.exp() + (-2_f32).exp() + 0.5_f32.exp()).ln() - 0.5;
    assert_close(&[parts[..3].iter().sum(), parts[3..].iter().sum()], &[first / 2.0, 3_f32.ln()], "losses");
    let slopes = block(slopes.into_data_async());
    let total = 1_f32.exp() + (-2_f32).exp() + 0.5_f32.exp();
    let third = 1.0 / 3.0;
    let expected = [
        0.5 * 1_f32.exp() / total,
        0.5 * (-2_f32).exp() / total,
        0.5 * (0.5_f32.exp() / total - 1.0),
        third - 1.0,
        third,
        third,
    ];
    assert_close(&slopes[..6], &expected, "slopes");
    assert_close(&slopes[6..], &[0.0; 6], "slopes of the second row");
}

#[test]
fn what_is_followed_goes_back_by_its_slopes_alone_and_in_sums() {
    let x = numbers([2, 3], 0.5).autodiff().require_grad();
    let number = Tensor::<1>::ones([4], &Device::flex());
    let one = follow(x.clone() * 2.0, numbers([2, 3], 0.6), number.clone());
    let other = follow(x.clone(), numbers([2, 3], 0.7), number);
    let gradients = (one + other).backward();
    let expected = block((numbers([2, 3], 0.6) * 2.0 + numbers([2, 3], 0.7)).into_data_async());
    assert_close(&block(x.grad(&gradients).expect("a gradient").into_data_async()), &expected, "gradient");
}

/// Parameters after each of three updates by one of Burn's optimisers, and by ours.
fn assert_updates<O: Optimizer>(burns: &O, penalty: f32, decay: f32) {
    // A view of every other row, so that what is updated is not all of what is in memory.
    let start = || numbers([4, 3], 0.1).reshape([2, 2, 3]).narrow(1, 1, 1).reshape([2, 3]);
    let (mut theirs, mut state) = (start(), None);
    let (mut ours, mut moments) = (start(), [(); 2].map(|()| start().zeros_like()));
    for count in 1..=3 {
        let gradient = numbers([3, 2], count as f32).transpose();
        (theirs, state) = burns.step(0.01, theirs, gradient.clone(), state);
        let step = AdamStep::new(0.01, count, penalty, decay);
        let before = ours.clone();
        let kept = block(before.clone().into_data_async());
        let (parameter, first, second) = adam(ours, gradient, moments, step);
        (ours, moments) = (parameter, [first, second]);
        let [found, expected] = [&ours, &theirs].map(|tensor| block(tensor.clone().into_data_async()));
        assert_close(&found, &expected, &format!("penalty {penalty}, decay {decay}, parameter"));
        assert_close(&block(before.into_data_async()), &kept, "whoever holds the parameter before");
    }
}

#[test]
fn adam_and_adamw_update_as_burns_do() {
    let adam = AdamConfig::new().with_epsilon(1e-8);
    assert_updates(&adam.build(), 0.0, 0.0);
    assert_updates(&adam.with_weight_decay(Some(WeightDecayConfig::new(0.3))).build(), 0.3, 0.0);
    assert_updates(&AdamWConfig::new().with_epsilon(1e-8).with_weight_decay(0.3).build(), 0.0, 0.3);
}
