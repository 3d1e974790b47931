//! Layers and the ways back through them: one product a kernel, with bias, ReLU and sums on the same way.
//!
//! Each unit keeps a tile of the result in its registers. Burn's own products share tiles between units, which pays where matrices are
//! large and costs several times the time where they are not.

use burn::backend::{Shape, TensorMetadata as _};
use burn_cubecl::cubecl::{self, prelude::*};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;

use super::beside::beside;
use crate::kernel::{input_shape, output_shape};

const TILE_ROWS: usize = 8;
const TILE_COLUMNS: usize = 8;
const TILE: usize = TILE_ROWS * TILE_COLUMNS;
const UNITS: u32 = 64;

/// The shape of one layer or of a stack of them.
struct Sizes {
    layers: usize,
    rows: usize,
    inputs: usize,
    outputs: usize,
    is_shared: bool,
}

impl Sizes {
    fn new(x: &Shape, output: &Shape) -> Self {
        let rank = x.num_dims();
        let layers = if rank == 3 { output[0] } else { 1 };
        Self {
            layers,
            rows: x[rank - 2],
            inputs: x[rank - 1],
            outputs: output[rank - 1],
            is_shared: rank == 3 && x[0] < layers,
        }
    }

    /// Numbers from one layer's inputs to the next one's.
    fn input_step(&self) -> u32 {
        if self.is_shared { 0 } else { (self.rows * self.inputs) as u32 }
    }
}

/// Enough units for every tile of `count` matrices.
fn cubes(rows: usize, columns: usize, count: usize) -> CubeCount {
    let tiles = rows.div_ceil(TILE_ROWS) * columns.div_ceil(TILE_COLUMNS);
    CubeCount::Static((tiles as u32).div_ceil(UNITS), count as u32, 1)
}

pub fn layer(x: CubeTensor, weight: CubeTensor, bias: CubeTensor, relu: bool) -> CubeTensor {
    let [x, weight, bias] = [x, weight, bias].map(into_contiguous);
    let shape = output_shape(&x.shape(), &weight.shape());
    let sizes = Sizes::new(&x.shape(), &shape);
    let output = beside(&x, shape);
    // SAFETY: units outside of the matrices stop, and tiles read no row or column past the last.
    unsafe {
        layer_kernel::launch_unchecked(
            &output.client.clone(),
            cubes(sizes.rows, sizes.outputs, sizes.layers),
            CubeDim::new_1d(UNITS),
            x.into_tensor_arg(),
            weight.into_tensor_arg(),
            bias.into_tensor_arg(),
            output.clone().into_tensor_arg(),
            sizes.rows as u32,
            sizes.inputs as u32,
            sizes.outputs as u32,
            sizes.input_step(),
            relu,
        );
    }
    output
}

pub fn slopes_by_input(
    slopes: CubeTensor,
    output: CubeTensor,
    weight: CubeTensor,
    relu: bool,
    is_shared: bool,
) -> CubeTensor {
    let [slopes, output, weight] = [slopes, output, weight].map(into_contiguous);
    let shape = input_shape(&slopes.shape(), &weight.shape(), is_shared);
    let sizes = Sizes::new(&shape, &slopes.shape());
    let by_input = beside(&slopes, shape);
    let (count, summed) = if sizes.is_shared { (1, sizes.layers) } else { (sizes.layers, 1) };
    // SAFETY: as for the layer itself.
    unsafe {
        slopes_by_input_kernel::launch_unchecked(
            &by_input.client.clone(),
            cubes(sizes.rows, sizes.inputs, count),
            CubeDim::new_1d(UNITS),
            slopes.into_tensor_arg(),
            output.into_tensor_arg(),
            weight.into_tensor_arg(),
            by_input.clone().into_tensor_arg(),
            sizes.rows as u32,
            sizes.inputs as u32,
            sizes.outputs as u32,
            summed as u32,
            relu,
        );
    }
    by_input
}

pub fn slopes_by_parameters(
    x: CubeTensor,
    slopes: CubeTensor,
    output: CubeTensor,
    relu: bool,
) -> (CubeTensor, CubeTensor) {
    let [x, slopes, output] = [x, slopes, output].map(into_contiguous);
    let sizes = Sizes::new(&x.shape(), &slopes.shape());
    let rank = slopes.shape().num_dims();
    let mut shape = slopes.shape();
    shape[rank - 2] = sizes.inputs;
    let weights = beside(&x, shape.clone());
    shape[rank - 2] = 1;
    let biases = beside(&x, shape);
    // SAFETY: as for the layer itself.
    unsafe {
        slopes_by_parameters_kernel::launch_unchecked(
            &weights.client.clone(),
            cubes(sizes.inputs, sizes.outputs, sizes.layers),
            CubeDim::new_1d(UNITS),
            x.into_tensor_arg(),
            slopes.into_tensor_arg(),
            output.into_tensor_arg(),
            weights.clone().into_tensor_arg(),
            biases.clone().into_tensor_arg(),
            sizes.rows as u32,
            sizes.inputs as u32,
            sizes.outputs as u32,
            sizes.input_step(),
            relu,
        );
    }
    (weights, biases)
}

#[cube(launch_unchecked)]
fn layer_kernel(
    x: &Tensor<f32>,
    weight: &Tensor<f32>,
    bias: &Tensor<f32>,
    output: &mut Tensor<f32>,
    rows: u32,
    inputs: u32,
    outputs: u32,
    input_step: u32,
    #[comptime] relu: bool,
) {
    let (row, column) = tile(outputs);
    if row >= rows {
        terminate!();
    }
    let layer = CUBE_POS_Y;
    let xs = places(layer * input_step, row, rows, inputs, TILE_ROWS);
    let weights = places(layer * inputs * outputs, column, outputs, 1u32, TILE_COLUMNS);
    let mut sums = Array::<f32>::new(TILE);
    for input in 0..inputs {
        let right = load(weight, weight, &weights, input * outputs, TILE_COLUMNS, false);
        add_products(&load(x, x, &xs, input, TILE_ROWS, false), &right, &mut sums);
    }
    let biases = places(layer * outputs, column, outputs, 1u32, TILE_COLUMNS);
    let bias = load(bias, bias, &biases, 0u32, TILE_COLUMNS, false);
    #[unroll]
    for i in 0..TILE {
        let sum = sums[i] + bias[i % TILE_COLUMNS];
        sums[i] = if comptime!(relu) { max(sum, 0.0f32) } else { sum };
    }
    store(&sums, output, layer * rows * outputs, row, rows, column, outputs);
}

#[cube(launch_unchecked)]
fn slopes_by_input_kernel(
    slopes: &Tensor<f32>,
    output: &Tensor<f32>,
    weight: &Tensor<f32>,
    by_input: &mut Tensor<f32>,
    rows: u32,
    inputs: u32,
    outputs: u32,
    summed: u32,
    #[comptime] relu: bool,
) {
    let (row, column) = tile(inputs);
    if row >= rows {
        terminate!();
    }
    let mut sums = Array::<f32>::new(TILE);
    for layer in CUBE_POS_Y * summed..CUBE_POS_Y * summed + summed {
        let lefts = places(layer * rows * outputs, row, rows, outputs, TILE_ROWS);
        let rights = places(layer * inputs * outputs, column, inputs, outputs, TILE_COLUMNS);
        for place in 0..outputs {
            let right = load(weight, weight, &rights, place, TILE_COLUMNS, false);
            add_products(&load(slopes, output, &lefts, place, TILE_ROWS, relu), &right, &mut sums);
        }
    }
    store(&sums, by_input, CUBE_POS_Y * rows * inputs, row, rows, column, inputs);
}

#[cube(launch_unchecked)]
fn slopes_by_parameters_kernel(
    x: &Tensor<f32>,
    slopes: &Tensor<f32>,
    output: &Tensor<f32>,
    weights: &mut Tensor<f32>,
    biases: &mut Tensor<f32>,
    rows: u32,
    inputs: u32,
    outputs: u32,
    input_step: u32,
    #[comptime] relu: bool,
) {
    let (row, column) = tile(outputs);
    if row >= inputs {
        terminate!();
    }
    let layer = CUBE_POS_Y;
    let lefts = places(layer * input_step, row, inputs, 1u32, TILE_ROWS);
    let rights = places(layer * rows * outputs, column, outputs, 1u32, TILE_COLUMNS);
    let mut sums = Array::<f32>::new(TILE);
    for place in 0..rows {
        let right = load(slopes, output, &rights, place * outputs, TILE_COLUMNS, relu);
        add_products(&load(x, x, &lefts, place * inputs, TILE_ROWS, false), &right, &mut sums);
    }
    store(&sums, weights, layer * inputs * outputs, row, inputs, column, outputs);
    // The units of the first tiles find the biases too.
    if row == 0 {
        let mut sums = Array::<f32>::new(TILE_COLUMNS);
        for place in 0..rows {
            let right = load(slopes, output, &rights, place * outputs, TILE_COLUMNS, relu);
            #[unroll]
            for j in 0..TILE_COLUMNS {
                sums[j] += right[j];
            }
        }
        #[unroll]
        for j in 0..TILE_COLUMNS {
            let column = column + j as u32;
            if column < outputs {
                biases[(layer * outputs + column) as usize] = sums[j];
            }
        }
    }
}

/// The first row and column of the unit's tile in a matrix of so many columns.
#[cube]
fn tile(columns: u32) -> (u32, u32) {
    let unit = CUBE_POS_X * CUBE_DIM_X + UNIT_POS_X;
    let across = columns.div_ceil(TILE_COLUMNS as u32);
    (unit / across * TILE_ROWS as u32, unit % across * TILE_COLUMNS as u32)
}

/// Where lines of a matrix begin: from `first` on, the last one again where there are no more.
#[cube]
fn places(start: u32, first: u32, lines: u32, step: u32, #[comptime] count: usize) -> Array<u32> {
    let mut places = Array::<u32>::new(count);
    #[unroll]
    for i in 0..count {
        places[i] = start + min(first + i as u32, lines - 1) * step;
    }
    places
}

/// One number of each line; with `relu` 0 where the layer's output is 0.
#[cube]
fn load(
    numbers: &Tensor<f32>,
    output: &Tensor<f32>,
    places: &Array<u32>,
    further: u32,
    #[comptime] count: usize,
    #[comptime] relu: bool,
) -> Array<f32> {
    let mut loaded = Array::<f32>::new(count);
    #[unroll]
    for i in 0..count {
        let place = (places[i] + further) as usize;
        let number = numbers[place];
        loaded[i] = if comptime!(relu) { select(output[place] > 0.0f32, number, 0.0f32) } else { number };
    }
    loaded
}

/// Adds every product of a number on the left and one on the right.
#[cube]
fn add_products(left: &Array<f32>, right: &Array<f32>, sums: &mut Array<f32>) {
    #[unroll]
    for i in 0..TILE_ROWS {
        #[unroll]
        for j in 0..TILE_COLUMNS {
            sums[i * TILE_COLUMNS + j] += left[i] * right[j];
        }
    }
}

/// Writes a tile as far as it lies in its matrix.
#[cube]
fn store(
    sums: &Array<f32>,
    matrix: &mut Tensor<f32>,
    start: u32,
    row: u32,
    rows: u32,
    column: u32,
    columns: u32,
) {
    #[unroll]
    for i in 0..TILE_ROWS {
        #[unroll]
        for j in 0..TILE_COLUMNS {
            let (row, column) = (row + i as u32, column + j as u32);
            if row < rows && column < columns {
                matrix[(start + row * columns + column) as usize] = sums[i * TILE_COLUMNS + j];
            }
        }
    }
}
