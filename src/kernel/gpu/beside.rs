//! Memory for what a kernel writes.

use burn::backend::{DType, Shape};
use burn_cubecl::ops::numeric::empty_device_dtype;
use burn_cubecl::tensor::CubeTensor;

/// A tensor beside another one, with nothing in it yet.
pub fn beside(tensor: &CubeTensor, shape: Shape) -> CubeTensor {
    empty_device_dtype(tensor.client.clone(), tensor.device.clone(), shape, DType::F32)
}
