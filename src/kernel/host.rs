//! The CPU's way: layers as Burn computes them, large products in a module of their own if there is one, the loss in one pass.

use std::cell::Cell;

use burn::backend::ops::FloatTensorOps as _;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Flex, TensorMetadata as _};
use burn::tensor::TensorData;

use super::multiply::{PANEL, Product, ROWS};
use super::{AdamStep, Kernels, layer_by_parts};

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
        match hand_over(&left, &right, None, false) {
            Some(result) => result,
            None => Self::float_matmul(left, right),
        }
    }

    fn layer(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self> {
        match hand_over(&x, &weight, Some(&bias), relu) {
            Some(result) => result,
            None => layer_by_parts::<Self>(x, weight, bias, relu),
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

    fn weighted_sums(
        table: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let (shape, rows) = (table.shape(), codes.shape()[0]);
        let (count, vectors, size) = (shape[0], shape[1], shape[2]);
        let [table, codes, weights] = [table, codes, weights].map(|tensor| tensor.to_contiguous());
        let mut sums = vec![0.0; count * rows * size];
        let tables = numbers(&table).chunks_exact(vectors * size);
        for (sums, table) in sums.chunks_exact_mut(rows * size).zip(tables) {
            for (row, place, weight) in filled(&codes, &weights) {
                add(&mut sums[row * size..][..size], &table[place * size..][..size], weight);
            }
        }
        tensor(sums, vec![count, rows, size])
    }

    fn slopes_by_table(
        slopes: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        vectors: usize,
    ) -> FloatTensor<Self> {
        let shape = slopes.shape();
        let (count, rows, size) = (shape[0], shape[1], shape[2]);
        let [slopes, codes, weights] = [slopes, codes, weights].map(|tensor| tensor.to_contiguous());
        let mut table = vec![0.0; count * vectors * size];
        let all = numbers(&slopes).chunks_exact(rows * size);
        for (table, slopes) in table.chunks_exact_mut(vectors * size).zip(all) {
            for (row, place, weight) in filled(&codes, &weights) {
                add(&mut table[place * size..][..size], &slopes[row * size..][..size], weight);
            }
        }
        tensor(table, vec![count, vectors, size])
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
        let moments = (first.storage_mut(), second.storage_mut());
        step.in_place(parameter.storage_mut(), numbers(&gradient), moments.0, moments.1);
        (parameter, first, second)
    }
}

/// The row, vector and weight of each slot that is filled; both `[rows, slots]`, as they lie in memory.
fn filled<'a>(
    codes: &'a FloatTensor<Flex>,
    weights: &'a FloatTensor<Flex>,
) -> impl Iterator<Item = (usize, usize, f32)> + 'a {
    let slots = codes.shape()[1].max(1);
    let all = numbers(codes).iter().zip(numbers(weights)).enumerate();
    let is_filled = |&(_, (&code, &weight)): &(usize, (&f32, &f32))| code >= 1.0 && weight != 0.0;
    all.filter(is_filled).map(move |(slot, (&code, &weight))| (slot / slots, code as usize - 1, weight))
}

fn add(sum: &mut [f32], vector: &[f32], weight: f32) {
    for (sum, number) in sum.iter_mut().zip(vector) {
        *sum += number * weight;
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

/// A product, or one a layer of a stack, by another module; `None` where it is too small or that module fails.
///
/// - `bias`: what is added to each row, as in [`super::layer`]
fn hand_over(
    left: &FloatTensor<Flex>,
    right: &FloatTensor<Flex>,
    bias: Option<&FloatTensor<Flex>>,
    relu: bool,
) -> Option<FloatTensor<Flex>> {
    let multiply = MULTIPLY.get()?;
    let rank = left.rank();
    let (left_shape, right_shape) = (left.shape(), right.shape());
    let (rows, depth, columns) = (left_shape[rank - 2], left_shape[rank - 1], right_shape[rank - 1]);
    if rows.saturating_mul(depth).saturating_mul(columns) < WORTH_IT {
        return None;
    }
    let (left, right) = (Laid::of(left)?, Laid::of(right)?);
    let biases = bias.map(|bias| bias.to_contiguous());
    let biases = biases.as_ref().map(numbers);
    let mut start = vec![0.0; columns.next_multiple_of(PANEL)];
    let mut room: Vec<f32> = Vec::with_capacity((PANEL + rows.next_multiple_of(ROWS)) * depth);
    let count = if rank == 3 { left_shape[0].max(right_shape[0]) } else { 1 };
    let mut result = vec![0.0; count * rows * columns];
    for (layer, result) in result.chunks_exact_mut(rows * columns).enumerate() {
        if let Some(own) = biases.and_then(|biases| biases.chunks_exact(columns).nth(layer)) {
            start[..columns].copy_from_slice(own);
        }
        let is_done = multiply(&Product {
            left: left.layer(layer).as_ptr(),
            left_steps: left.steps,
            right: right.layer(layer).as_ptr(),
            right_steps: right.steps,
            start: start.as_ptr(),
            result: result.as_mut_ptr(),
            room: room.as_mut_ptr(),
            rows,
            columns,
            depth,
            relu,
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

/// A matrix, or a stack of them, whose rows or columns lie in one piece.
struct Laid {
    tensor: FloatTensor<Flex>,
    /// Numbers from row to row, and from column to column.
    steps: [usize; 2],
    /// Numbers from layer to layer; 0 for one that is the same for all.
    layer_step: usize,
}

impl Laid {
    fn of(tensor: &FloatTensor<Flex>) -> Option<Self> {
        let rank = tensor.rank();
        let is_laid = tensor.layout().strides()[rank - 2..].contains(&1);
        let tensor = if is_laid { tensor.clone() } else { tensor.to_contiguous() };
        let step = |dim: usize| usize::try_from(tensor.layout().strides()[dim]).ok();
        let steps = [step(rank - 2)?, step(rank - 1)?];
        let layer_step = if rank == 3 && tensor.shape()[0] > 1 { step(0)? } else { 0 };
        Some(Self { steps, layer_step, tensor })
    }

    /// The numbers from a layer on.
    fn layer(&self, layer: usize) -> &[f32] {
        &self.tensor.storage()[self.tensor.layout().start_offset() + layer * self.layer_step..]
    }
}

/// The numbers of a tensor that lies in memory as it is read.
fn numbers(tensor: &FloatTensor<Flex>) -> &[f32] {
    tensor.as_slice().unwrap_or_default()
}

fn tensor(values: Vec<f32>, shape: Vec<usize>) -> FloatTensor<Flex> {
    Flex::float_from_data(TensorData::new(values, shape), &Default::default())
}
