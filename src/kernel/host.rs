//! The CPU's way: layers as Burn computes them, the loss in one pass over the rows.

use burn::backend::ops::FloatTensorOps as _;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Flex, TensorMetadata as _};
use burn::tensor::TensorData;

use super::Kernels;

impl Kernels for Flex {
    fn cross_entropy(
        output: FloatTensor<Self>,
        target: FloatTensor<Self>,
        share: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        let shape = output.shape();
        let width = shape[1];
        let tasks = share.shape()[1];
        let [output, target, share] = [output, target, share].map(|tensor| tensor.to_contiguous());
        let [output, target, share] = [&output, &target, &share].map(|tensor| tensor.storage::<f32>());
        let mut slopes = vec![0.0; output.len()];
        let mut parts = vec![0.0; width];
        let classes = width / tasks.max(1);
        let rows = output.chunks_exact(classes).zip(target.chunks_exact(classes));
        for (place, (own, (logits, target))) in slopes.chunks_exact_mut(classes).zip(rows).enumerate() {
            let share = share[place];
            // An unlabelled row, or one of the rows that fill a batch.
            if share == 0.0 {
                continue;
            }
            parts[place % tasks * classes] += share * add_slopes(logits, target, share, own);
        }
        let data = |values, shape: [usize; 2]| {
            Self::float_from_data(TensorData::new(values, shape), &Default::default())
        };
        (data(slopes, [shape[0], width]), data(parts, [1, width]))
    }
}

/// One row of one task: fills in the slopes and returns the loss in nats.
fn add_slopes(logits: &[f32], target: &[f32], share: f32, slopes: &mut [f32]) -> f32 {
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
