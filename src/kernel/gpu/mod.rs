//! The GPU's way: kernels of our own.
#![allow(unsafe_code, reason = "kernels that check their own bounds are launched so")]

mod cross_entropy;
mod product;

use burn::backend::tensor::FloatTensor;
use burn::backend::{DType, Shape};
use burn_cubecl::CubeBackend;
use burn_cubecl::ops::numeric::empty_device_dtype;
use burn_cubecl::tensor::CubeTensor;

use super::Kernels;

impl Kernels for CubeBackend {
    fn layer(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        relu: bool,
    ) -> FloatTensor<Self> {
        product::layer(x, weight, bias, relu)
    }

    fn slopes_by_input(
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        relu: bool,
        is_shared: bool,
    ) -> FloatTensor<Self> {
        product::slopes_by_input(slopes, output, weight, relu, is_shared)
    }

    fn slopes_by_parameters(
        x: FloatTensor<Self>,
        slopes: FloatTensor<Self>,
        output: FloatTensor<Self>,
        relu: bool,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        product::slopes_by_parameters(x, slopes, output, relu)
    }

    fn cross_entropy(
        output: FloatTensor<Self>,
        target: FloatTensor<Self>,
        share: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>) {
        cross_entropy::cross_entropy(output, target, share)
    }
}

/// A tensor beside another one, with nothing in it yet.
fn beside(tensor: &CubeTensor, shape: Shape) -> CubeTensor {
    empty_device_dtype(tensor.client.clone(), tensor.device.clone(), shape, DType::F32)
}
