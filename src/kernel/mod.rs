//! Operations for which a device would take several kernels, each as one: layers, the loss on classes, and the way from slopes to
//! gradients. Every backend's own way of doing them is one file.

mod adam;
mod bag;
#[cfg(target_arch = "wasm32")]
mod gpu;
mod graph;
mod host;
mod multiply;

#[cfg(target_arch = "wasm32")]
use burn::backend::fusion::custom::TensorSpec;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, TensorMetadata as _, backend_extension};
use burn::tensor::{Shape, Tensor};

pub use adam::AdamStep;
pub use host::use_multiply;
pub use multiply::Product;

/// What each backend must know to do.
#[backend_extension(Cube: cfg(target_arch = "wasm32"), Flex, Fusion: cfg(target_arch = "wasm32"), Autodiff)]
pub trait Kernels: Backend {
    /// A matrix product, or one a layer of a stack; one of the two may be the same for all.
    #[fusion(default)]
    fn product(left: FloatTensor<Self>, right: FloatTensor<Self>) -> FloatTensor<Self> {
        Self::float_matmul(left, right)
    }

    /// See [`layer`].
    #[fusion(dtype = x, shape = output_shape(x, weight))]
    fn layer(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self> {
        layer_by_parts::<Self>(x, weight, bias, relu)
    }

    /// The derivative of a loss by the inputs of a layer, in the shape of those.
    ///
    /// - `slopes`, `output`: the loss's derivative by the layer's output, and that output
    /// - `is_shared`: whether several layers of a stack read the same inputs
    #[fusion(dtype = slopes, shape = input_shape(slopes, weight, *is_shared))]
    fn slopes_by_input(
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        relu: bool,
        is_shared: bool,
    ) -> FloatTensor<Self> {
        let slopes = if relu { Self::relu_backward(output, slopes) } else { slopes };
        let slopes = Self::product(slopes, Self::float_transpose(weight));
        if is_shared { Self::float_sum_dim(slopes, 0) } else { slopes }
    }

    /// The derivatives of a loss by the weights and biases of a layer, the latter `[.., 1, outputs]`.
    ///
    /// - `slopes`, `output`: the loss's derivative by the layer's output, and that output
    #[fusion(meta = parameter_specs)]
    fn slopes_by_parameters(
        x: FloatTensor<Self>,
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        relu: bool,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        let slopes = if relu { Self::relu_backward(output, slopes) } else { slopes };
        let rows = slopes.rank() - 2;
        let weights = Self::product(Self::float_transpose(x), slopes.clone());
        (weights, Self::float_sum_dim(slopes, rows))
    }

    /// See [`cross_entropy`].
    #[fusion(meta = loss_specs)]
    fn cross_entropy(
        output: FloatTensor<Self>,
        target: FloatTensor<Self>,
        share: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>);

    /// See [`follow`].
    #[fusion(default)]
    fn follow(
        output: FloatTensor<Self>,
        slopes: FloatTensor<Self>,
        number: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        drop((output, slopes));
        number
    }

    /// See [`weighted_sums`].
    #[fusion(default)]
    fn weighted_sums(
        table: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        bag::sums_by_parts::<Self>(table, codes, weights)
    }

    /// The derivative of a loss by the table of [`weighted_sums`], in the shape of that.
    ///
    /// - `slopes`: the loss's derivative by the sums
    /// - `count`: of the table's vectors
    #[fusion(default)]
    fn slopes_by_table(
        slopes: FloatTensor<Self>,
        codes: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        count: usize,
    ) -> FloatTensor<Self> {
        bag::slopes_by_parts::<Self>(slopes, codes, weights, count)
    }

    /// See [`adam()`].
    #[fusion(default)]
    fn adam(
        parameter: FloatTensor<Self>,
        gradient: FloatTensor<Self>,
        first: FloatTensor<Self>,
        second: FloatTensor<Self>,
        step: AdamStep,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        step.by_parts::<Self>(parameter, gradient, [first, second])
    }
}

/// `x W + b`, and of that `max(0, ·)` where `relu`; alone, or as a stack of layers side by side.
///
/// - `x`: `[rows, inputs]`; of a stack `[count, rows, inputs]`, or `[1, rows, inputs]` for all of its layers
/// - `weight`: `[inputs, outputs]`; of a stack `[count, inputs, outputs]`
/// - `bias`: `[outputs]`; of a stack `[count, 1, outputs]`
/// - returns: `[rows, outputs]`; of a stack `[count, rows, outputs]`
pub fn layer<const D: usize, const B: usize>(
    x: Tensor<D>,
    weight: Tensor<D>,
    bias: Tensor<B>,
    relu: bool,
) -> Tensor<D> {
    let [x, weight] = [x, weight].map(Tensor::into_dispatch);
    Tensor::from_dispatch(Dispatch::layer(x, weight, bias.into_dispatch(), relu))
}

/// The cross-entropies of several tasks with equally many classes, in nats, and their slopes. Nothing carries a graph.
///
/// - `output`: logits, `[rows, tasks * classes]`
/// - `target`: one-hot classes, `[rows, tasks * classes]`; 0 where unlabelled
/// - `share`: each row's share in its task's mean, `[rows, tasks]`; 0 where unlabelled
/// - returns: the derivative of each task's loss by its own logits, `[rows, tasks * classes]`, and `[1, tasks * classes]` whose
///   sum over a task's classes is the task's loss
pub fn cross_entropy(output: Tensor<2>, target: Tensor<2>, share: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
    let [output, target, share] = [output, target, share].map(Tensor::into_dispatch);
    let (slopes, parts) = Dispatch::cross_entropy(output, target, share);
    (Tensor::from_dispatch(slopes), Tensor::from_dispatch(parts))
}

/// Something to go back from, alone or as a part of a sum, so that the derivative by `output` is `slopes`.
///
/// Autodiff finds the same by `(output * slopes).sum()`, which costs four more kernels for a value that nobody reads.
///
/// - `slopes`: in the shape of `output`, without a graph
/// - `number`: what stands for it, of any length; sums need equal ones
pub fn follow(output: Tensor<2>, slopes: Tensor<2>, number: Tensor<1>) -> Tensor<1> {
    let (output, slopes, number) = (output.into_dispatch(), slopes.into_dispatch(), number.into_dispatch());
    Tensor::from_dispatch(Dispatch::follow(output, slopes, number))
}

/// The sum of the vectors that a row's codes name, each times its weight: a linear layer on sparse rows.
///
/// - `table`: `[count, vectors, size]`
/// - `codes`: `[rows, slots]`, 1 for the first vector; 0 in an empty slot, whose weight is 0
/// - `weights`: `[rows, slots]`; they carry no graph
/// - returns: `[count, rows, size]`
pub fn weighted_sums(table: Tensor<3>, codes: Tensor<2>, weights: Tensor<2>) -> Tensor<3> {
    let [codes, weights] = [codes, weights].map(Tensor::into_dispatch);
    Tensor::from_dispatch(Dispatch::weighted_sums(table.into_dispatch(), codes, weights))
}

/// A parameter, and the two moments of its gradient, after one update. Nothing carries a graph, and all have one shape.
pub fn adam<const D: usize>(
    parameter: Tensor<D>,
    gradient: Tensor<D>,
    moments: [Tensor<D>; 2],
    step: AdamStep,
) -> (Tensor<D>, Tensor<D>, Tensor<D>) {
    let (parameter, gradient) = (parameter.into_dispatch(), gradient.into_dispatch());
    let [first, second] = moments.map(Tensor::into_dispatch);
    let (parameter, first, second) = Dispatch::adam(parameter, gradient, first, second, step);
    (Tensor::from_dispatch(parameter), Tensor::from_dispatch(first), Tensor::from_dispatch(second))
}

/// A layer by a device's own operations.
fn layer_by_parts<B: Kernels>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: FloatTensor<B>,
    relu: bool,
) -> FloatTensor<B> {
    let shape = bias.shape();
    let bias = match shape.num_dims() {
        1 => B::float_reshape(bias, Shape::new([1, shape.num_elements()])),
        _ => bias,
    };
    let sums = B::float_add(B::product(x, weight), bias);
    if relu { B::relu(sums) } else { sums }
}

/// The shape of a layer's output.
#[cfg(target_arch = "wasm32")]
fn output_shape(x: &Shape, weight: &Shape) -> Shape {
    let mut shape = weight.clone();
    let rank = shape.num_dims();
    shape[rank - 2] = x[rank - 2];
    shape
}

/// The shape of a layer's input.
#[cfg(target_arch = "wasm32")]
fn input_shape(slopes: &Shape, weight: &Shape, is_shared: bool) -> Shape {
    let mut shape = slopes.clone();
    let rank = shape.num_dims();
    shape[rank - 1] = weight[rank - 2];
    if is_shared {
        shape[0] = 1;
    }
    shape
}

/// What [`Kernels::slopes_by_parameters`] returns.
#[cfg(target_arch = "wasm32")]
fn parameter_specs(
    x: &TensorSpec,
    slopes: &TensorSpec,
    _output: &TensorSpec,
    _relu: &bool,
) -> (TensorSpec, TensorSpec) {
    let mut weight = slopes.clone();
    let mut bias = slopes.clone();
    let rank = weight.shape.num_dims();
    weight.shape[rank - 2] = x.shape[rank - 1];
    bias.shape[rank - 2] = 1;
    (weight, bias)
}

/// What [`Kernels::cross_entropy`] returns.
#[cfg(target_arch = "wasm32")]
fn loss_specs(output: &TensorSpec, _target: &TensorSpec, _share: &TensorSpec) -> (TensorSpec, TensorSpec) {
    let mut parts = output.clone();
    parts.shape[0] = 1;
    (output.clone(), parts)
}
