//! What an input makes of rows where that is no row of numbers.

use crate::schema::picture::PictureShape;

/// The cells of one column in some rows, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Pictures of one size.
    Pixels {
        /// The size of each.
        shape: PictureShape,
        /// `[rows, height, width, channels]`, row-major.
        values: Vec<u8>,
    },
}

impl Block {
    /// Gives rows what other rows have; see [`super::encoding::Encoding::replace`].
    pub(super) fn replace(&mut self, donors: &Self, from: impl Fn(usize) -> usize) {
        let (Self::Pixels { shape, values }, Self::Pixels { values: donors, .. }) = (self, donors);
        let size = shape.count().max(1);
        for (index, picture) in values.chunks_exact_mut(size).enumerate() {
            if let Some(donor) = donors.chunks_exact(size).nth(from(index)) {
                picture.copy_from_slice(donor);
            }
        }
    }
}

/// Rows as encoders read them, on the host.
#[derive(Clone, Debug)]
pub struct EncodedRows {
    /// How many.
    pub count: usize,
    /// `[rows, width]`, row-major; empty where no input is numbers.
    pub numbers: Vec<f32>,
    /// One a column that is no row of numbers, in the order of the inputs.
    pub blocks: Vec<Block>,
}
