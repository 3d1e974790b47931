//! The GPU's way: kernels of our own.
#![allow(unsafe_code, reason = "kernels that check their own bounds are launched so")]

mod beside;
mod cross_entropy;
mod product;

use burn::backend::tensor::FloatTensor;
use burn_cubecl::CubeBackend;

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
