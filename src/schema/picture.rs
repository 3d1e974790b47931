//! The size of a picture, and of what its encoder makes of it.

use serde::{Deserialize, Serialize};

/// Channels after each of an encoder's two convolutions.
pub const CHANNELS: [usize; 2] = [8, 16];

/// Pixels of the square that a convolution reads around each of its outputs.
pub const PATCH: usize = 9;

/// The size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureShape {
    /// Rows of pixels.
    pub height: usize,
    /// Pixels in a row.
    pub width: usize,
    /// Values of a pixel: 1 for grey, 3 for colour.
    pub channels: usize,
}

impl PictureShape {
    /// Values of all its pixels.
    pub fn count(&self) -> usize {
        self.height * self.width * self.channels
    }

    /// Height and width of the map that the encoder makes of it: each of two convolutions halves both, rounded up.
    pub fn map_size(&self) -> [usize; 2] {
        [self.height, self.width].map(|size| size.div_ceil(2).div_ceil(2))
    }

    /// Learnable numbers of its encoder.
    pub fn parameter_count(&self) -> usize {
        let [first, second] = CHANNELS;
        (PATCH * self.channels + 1) * first + (PATCH * first + 1) * second
    }
}

impl std::fmt::Display for PictureShape {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            to,
            "{} × {} pixels of {}",
            self.width,
            self.height,
            ["grey", "colour"][usize::from(self.channels == 3)]
        )
    }
}
