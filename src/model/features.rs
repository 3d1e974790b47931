//! What encoders read of rows, and what they make of them.

use burn::tensor::Tensor;

/// Rows on the device, as encoders read them.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Encoded numbers and codes, `[rows, width]`; where no input has any, a column that nobody reads.
    pub numbers: Tensor<2>,
    /// One a column of pictures: `[rows, height * width * channels]`, from -1 for black to 1.
    pub pictures: Vec<Tensor<2>>,
}

impl From<Tensor<2>> for Rows {
    fn from(numbers: Tensor<2>) -> Self {
        Self { numbers, pictures: Vec::new() }
    }
}

/// What an encoder makes of rows: `count` encoders side by side, one for all tasks or one a task.
#[derive(Clone, Debug)]
pub enum Features {
    /// `[count, rows, width]`
    Vector(Tensor<3>),
    /// `[count, rows, positions, channels]`, the positions of a picture row by row
    Map(Tensor<4>),
}

impl Features {
    /// One vector a row, `[count, rows, width]`: of a map, the mean over its positions.
    pub fn pooled(self) -> Tensor<3> {
        match self {
            Self::Vector(features) => features,
            Self::Map(map) => map.mean_dim(2).squeeze_dim(2),
        }
    }

    /// The map, where it is one.
    pub fn map(&self) -> Option<&Tensor<4>> {
        match self {
            Self::Vector(_) => None,
            Self::Map(map) => Some(map),
        }
    }
}
