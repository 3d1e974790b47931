//! The loss on classes and its slopes: one cube a task, so that the loss can be summed on the same way.

use burn::backend::TensorMetadata as _;
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::beside::beside;

const UNITS: usize = 128;

pub fn cross_entropy(output: CubeTensor, target: CubeTensor, share: CubeTensor) -> (CubeTensor, CubeTensor) {
    let [output, target, share] = [output, target, share].map(into_contiguous);
    let shape = output.shape();
    let mut row = shape.clone();
    row[0] = 1;
    let (slopes, parts) = (beside(&output, shape.clone()), beside(&output, row));
    let tasks = share.shape()[1];
    // SAFETY: every unit stays in its rows and its task's classes.
    unsafe {
        cross_entropy_kernel::launch_unchecked(
            &slopes.client.clone(),
            CubeCount::Static(tasks as u32, 1, 1),
            CubeDim::new_1d(UNITS as u32),
            output.into_tensor_arg(),
            target.into_tensor_arg(),
            share.into_tensor_arg(),
            slopes.clone().into_tensor_arg(),
            parts.clone().into_tensor_arg(),
            shape[0] as u32,
            (shape[1] / tasks) as u32,
        );
    }
    (slopes, parts)
}

#[cube(launch_unchecked)]
fn cross_entropy_kernel(
    output: &Tensor<f32>,
    target: &Tensor<f32>,
    share: &Tensor<f32>,
    slopes: &mut Tensor<f32>,
    parts: &mut Tensor<f32>,
    rows: u32,
    classes: u32,
) {
    let task = CUBE_POS_X as usize;
    let tasks = CUBE_COUNT_X as usize;
    let unit = UNIT_POS_X as usize;
    let classes = classes as usize;
    let mut losses = Shared::<[f32]>::new_slice(UNITS);
    let mut loss = 0.0f32;
    for row in range_stepped(unit, rows as usize, UNITS) {
        let share = share[row * tasks + task];
        let start = (row * tasks + task) * classes;
        let mut top = output[start];
        for class in 1..classes {
            top = max(top, output[start + class]);
        }
        let mut sum = 0.0f32;
        for class in 0..classes {
            sum += (output[start + class] - top).exp();
        }
        let log_sum = sum.ln();
        for class in 0..classes {
            let below_top = output[start + class] - top;
            let target = target[start + class];
            // Only the class that is right adds something.
            loss += share * target * (log_sum - below_top);
            slopes[start + class] = share * (below_top.exp() / sum - target);
        }
    }
    losses[unit] = loss;
    sync_cube();
    #[unroll]
    for halving in 1..=UNITS.ilog2() {
        let left = comptime!(UNITS >> halving);
        if unit < left {
            losses[unit] += losses[unit + left];
        }
        sync_cube();
    }
    // The whole loss stands at the first class.
    for class in range_stepped(unit, classes, UNITS) {
        parts[task * classes + class] = select(class == 0, losses[0], 0.0f32);
    }
}
