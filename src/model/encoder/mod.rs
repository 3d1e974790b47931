//! What stands before the trunk: an encoder for numbers and codes, one for waves of numbers, and one for each column of pictures, side by side.
//!
//! Each gives [`Features`]: a vector that joins those of the others and is what the trunk reads, so that every architecture works with
//! every input; or a map, of which the trunk reads the mean, and heads that answer position by position read all.

mod embedding;
mod image;
mod periodic;

use burn::module::Module;
use burn::tensor::Tensor;

use crate::input::embedding::Inputs;
use crate::model::dropout::Dropout;
use crate::model::encoder::embedding::Embedding;
use crate::model::encoder::image::Image;
use crate::model::encoder::periodic::Periodic;
use crate::model::features::{Features, Rows};
use crate::model::initial::Initial;

/// The encoders of all inputs; several of each side by side where tasks share nothing.
#[derive(Module, Debug)]
pub struct Encoder {
    embedding: Option<Embedding>,
    periodic: Option<Periodic>,
    images: Vec<Image>,
    #[module(skip)]
    count: usize,
    #[module(skip)]
    reads_numbers: bool,
}

/// What encoders make of rows together.
pub struct Encoded {
    /// What the trunk reads, `[count, rows, features]`; see [`Inputs::features`].
    pub features: Tensor<3>,
    /// The map of the first picture, `[count, rows, positions, channels]`.
    pub map: Option<Tensor<4>>,
}

impl Encoder {
    /// `count` encoders of each input, each with parameters of its own; `None` where rows are numbers alone.
    pub fn new(count: usize, inputs: &Inputs, initial: &mut Initial<'_>) -> Option<Self> {
        let embedding = Embedding::new(count, inputs, initial);
        let periodic = Periodic::new(count, inputs, initial);
        let images: Vec<Image> =
            inputs.pictures.iter().map(|&shape| Image::new(count, shape, initial)).collect();
        (embedding.is_some() || periodic.is_some() || !images.is_empty()).then_some(Self {
            embedding,
            periodic,
            images,
            count,
            reads_numbers: inputs.numbers > 0,
        })
    }

    /// Encodes rows.
    pub fn forward(&self, rows: Rows, dropout: &mut Dropout) -> Encoded {
        let [row_count, width] = rows.numbers.dims();
        let waves = self.periodic.as_ref().map(|periodic| periodic.forward(&rows.numbers));
        let numbers = match &self.embedding {
            Some(embedding) => Some(embedding.forward(rows.numbers, dropout)),
            None if self.reads_numbers => {
                let numbers = rows.numbers.unsqueeze::<3>();
                Some(Features::Vector(numbers.expand([self.count, row_count, width])))
            }
            None => None,
        };
        let pictures = self.images.iter().zip(rows.pictures).map(|(own, pixels)| own.forward(pixels));
        let parts: Vec<Features> = numbers.into_iter().chain(waves).chain(pictures).collect();
        let map = parts.iter().find_map(Features::map).cloned();
        let parts: Vec<Tensor<3>> = parts.into_iter().map(Features::pooled).collect();
        Encoded { features: Tensor::cat(parts, 2), map }
    }
}
