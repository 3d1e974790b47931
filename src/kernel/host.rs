//! The CPU's way: layers as Burn computes them, large products in a module of their own if there is one, the loss in one pass.

use std::cell::Cell;

use burn::backend::ops::FloatTensorOps as _;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Flex, TensorMetadata as _};
use burn::tensor::TensorData;

use super::multiply::{PANEL, Product};
use super::{AdamStep, Kernels};

/// Multiply-adds from which handing a product over costs less than it spares.
const WORTH_IT: usize = 1 << 17;

/// Does a product, or says that it didn't.
pub type Multiply = fn(&Product) -> bool;

thread_local! {
    static MULTIPLY: Cell<Option<Multiply>> = const { Cell::new(None) };
}

/// From now on this thread's large products are done by `multiply`.
pub fn use_multiply(multiply: Multiply) {
    MULTIPLY.set(Some(multiply));
}

impl Kernels for Flex {
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        match MULTIPLY.get().and_then(|multiply| hand_over(&left, &right, multiply)) {
            Some(result) => result,
            None => Self::float_matmul(left, right),
        }
    }

    fn cross_entropy(
        output: FloatTensor<Self>,
        target: FloatTensor<Self>,
        share: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        let shape = output.shape();
        let (rows, width, tasks) = (shape[0], shape[1], share.shape()[1]);
        let [output, target, share] = [output, target, share].map(|tensor| tensor.to_contiguous());
        let [output, target, share] = [&output, &target, &share].map(numbers);
        let mut slopes = vec![0.0; output.len()];
        let mut parts = vec![0.0; width];
        let classes = width / tasks.max(1);
        let own = output.chunks_exact(classes).zip(target.chunks_exact(classes));
        for (place, (slopes, (logits, target))) in slopes.chunks_exact_mut(classes).zip(own).enumerate() {
            let share = share[place];
            // An unlabelled row, or one of the rows that fill a batch.
            if share > 0.0 {
                parts[place % tasks * classes] += share * fill_in_slopes(logits, target, share, slopes);
            }
        }
        (tensor(slopes, vec![rows, width]), tensor(parts, vec![1, width]))
    }

    fn adam(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        first: FloatTensor<Self>,
        second: FloatTensor<Self>,
        step: AdamStep,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let gradient = gradient.to_contiguous();
        let [mut parameter, mut first, mut second] =
            [parameter, first, second].map(|tensor| tensor.to_contiguous());
        // Whoever else holds one of them keeps it as it is: Burn copies first.
        let moments = [first.storage_mut(), second.storage_mut()];
        step.in_place(parameter.storage_mut(), numbers(&gradient), moments);
        (parameter, first, second)
    }
}

/// One row of one task: fills in the slopes and returns the loss in nats.
fn fill_in_slopes(logits: &[f32], target: &[f32], share: f32, slopes: &mut [f32]) -> f32 {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for (slope, logit) in slopes.iter_mut().zip(logits) {
        *slope = (logit - top).exp();
        sum += *slope;
    }
    let log_sum = sum.ln();
    let mut loss = 0.0;
    for ((slope, logit), target) in slopes.iter_mut().zip(logits).zip(target) {
        *slope = share * (*slope / sum - target);
        loss += target * (log_sum - (logit - top));
    }
    loss
}

/// The product by another module; `None` where it is too small or that module fails.
fn hand_over(
    left: &FloatTensor<Flex>,
    right: &FloatTensor<Flex>,
    multiply: Multiply,
) -> Option<FloatTensor<Flex>> {
    let rank = left.rank();
    let (left_shape, right_shape) = (left.shape(), right.shape());
    let (rows, depth, columns) = (left_shape[rank - 2], left_shape[rank - 1], right_shape[rank - 1]);
    if rows.saturating_mul(depth).saturating_mul(columns) < WORTH_IT {
        return None;
    }
    let is_laid_out = left.layout().strides()[rank - 1] == 1;
    let left = if is_laid_out { left.clone() } else { left.to_contiguous() };
    let strides: Vec<usize> = left
        .layout()
        .strides()
        .iter()
        .map(|&stride| usize::try_from(stride))
        .collect::<Result<_, _>>()
        .ok()?;
    let count = if rank == 3 { left_shape[0].max(right_shape[0]) } else { 1 };
    let right = right.to_contiguous();
    let lefts = &left.storage::<f32>()[left.layout().start_offset()..];
    let mut result = vec![0.0; count * rows * columns];
    let mut panel = vec![0.0; PANEL * depth];
    for (layer, result) in result.chunks_exact_mut(rows * columns).enumerate() {
        // One that is the same for all layers is always its first.
        let own = |shared: bool| if shared { 0 } else { layer };
        let left = &lefts[own(rank < 3 || left_shape[0] == 1) * strides[0]..];
        let rights = &numbers(&right)[own(rank < 3 || right_shape[0] == 1) * depth * columns..];
        let is_done = multiply(&Product {
            left: left.as_ptr(),
            left_row: strides[rank - 2],
            right: rights.as_ptr(),
            result: result.as_mut_ptr(),
            panel: panel.as_mut_ptr(),
            rows,
            columns,
            depth,
        });
        if !is_done {
            return None;
        }
    }
    let mut shape = vec![rows, columns];
    if rank == 3 {
        shape.insert(0, count);
    }
    Some(tensor(result, shape))
}

/// The numbers of a tensor that lies in memory as it is read.
fn numbers(tensor: &FloatTensor<Flex>) -> &[f32] {
    tensor.as_slice().unwrap_or_default()
}

fn tensor(values: Vec<f32>, shape: Vec<usize>) -> FloatTensor<Flex> {
    Flex::float_from_data(TensorData::new(values, shape), &Default::default())
}
