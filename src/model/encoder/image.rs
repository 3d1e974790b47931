//! Two convolutions over a picture: squares of 3 × 3 pixels, every other row and column, and ReLU.
//!
//! A convolution is a product of squares gathered by index, channels last, as all that is learned here: no operation is needed that
//! the device does not have (LeCun et al. 1998, "Gradient-based learning applied to document recognition").

use burn::module::Module;
use burn::tensor::{Int, Tensor, TensorData};

use crate::architecture::Activation;
use crate::model::features::Features;
use crate::model::initial::Initial;
use crate::model::stack::Stack;
use crate::schema::picture::{CHANNELS, PATCH, PictureShape};

/// The encoder of one column of pictures; several side by side where tasks share nothing.
#[derive(Module, Debug)]
pub struct Image {
    layers: Vec<Convolution>,
    #[module(skip)]
    channels: usize,
}

/// `y_p = max(0, W [x_q : q in the square around p] + b)`, where `p` are every other row's every other pixels.
#[derive(Module, Debug)]
struct Convolution {
    weights: Stack,
    /// Where the pixels of the square around each output stand, output after output; beyond the edge, at one more than the last.
    #[module(skip)]
    indices: Vec<i32>,
}

impl Image {
    /// `count` encoders, each with parameters of its own.
    pub fn new(count: usize, shape: PictureShape, initial: &mut Initial<'_>) -> Self {
        let (mut size, mut channels, mut layers) = ([shape.height, shape.width], shape.channels, Vec::new());
        for outputs in CHANNELS {
            let weights = Stack::new(count, PATCH * channels, outputs, initial);
            layers.push(Convolution { weights, indices: indices(size) });
            (size, channels) = (size.map(|size| size.div_ceil(2)), outputs);
        }
        Self { layers, channels: shape.channels }
    }

    /// - `pixels`: `[rows, height * width * channels]`
    /// - returns: the map, `[count, rows, positions, channels]`
    pub fn forward(&self, pixels: Tensor<2>) -> Features {
        let [rows, width] = pixels.dims();
        let pixels = pixels.reshape([1, rows, width / self.channels, self.channels]);
        Features::Map(self.layers.iter().fold(pixels, |map, layer| layer.forward(map)))
    }
}

impl Convolution {
    /// - `map`: `[count, rows, positions, channels]`, or `[1, …]` for all
    /// - returns: `[count, rows, positions, channels]` of a quarter of the positions
    fn forward(&self, map: Tensor<4>) -> Tensor<4> {
        let [count, rows, _, channels] = map.dims();
        let beyond = Tensor::zeros([count, rows, 1, channels], &map.device().without_autodiff());
        let indices = TensorData::new(self.indices.clone(), [self.indices.len()]);
        let indices = Tensor::<1, Int>::from_data(indices, &map.device());
        let squares = Tensor::cat(vec![map, beyond], 2).select(2, indices);
        let positions = self.indices.len() / PATCH;
        let squares = squares.reshape([count, rows * positions, PATCH * channels]);
        let outputs = self.weights.forward_then(squares, Activation::Relu);
        let [count, _, channels] = outputs.dims();
        outputs.reshape([count, rows, positions, channels])
    }
}

/// The pixels of the squares around every other row's every other pixel.
fn indices([height, width]: [usize; 2]) -> Vec<i32> {
    let beyond = height * width;
    let within =
        |start: usize, step: usize, size: usize| (start + step).checked_sub(1).filter(|&at| at < size);
    let mut indices = Vec::with_capacity(height.div_ceil(2) * width.div_ceil(2) * PATCH);
    for top in (0..height).step_by(2) {
        for left in (0..width).step_by(2) {
            for (down, across) in (0..3).flat_map(|down| (0..3).map(move |across| (down, across))) {
                let pixel = within(top, down, height).zip(within(left, across, width));
                indices.push(pixel.map_or(beyond, |(y, x)| y * width + x) as i32);
            }
        }
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 3 × 2 pixels, outputs stand around the first pixels of the first and the third row.
    #[test]
    fn squares_stand_around_every_other_pixel() {
        assert_eq!(indices([3, 2]), [6, 6, 6, 6, 0, 1, 6, 2, 3, 6, 2, 3, 6, 4, 5, 6, 6, 6]);
    }
}
