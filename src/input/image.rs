//! Pictures of one size, as blocks of pixels.

use serde::{Deserialize, Serialize};

use crate::input::block::Block;
use crate::input::kind::{Kind, RawCell, Section, named};
use crate::read::picture::Picture;
use crate::schema::error::DataError;
use crate::schema::picture::PictureShape;
use crate::table::column::Column;
use crate::table::picture::{no_picture, shape};

/// What stands for a picture that is missing: between black and white.
const GREY: u8 = 128;

/// Longest side of a picture that a file may claim.
const MOST_SIDE: usize = 4_096;

/// A column of pictures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    shape: PictureShape,
    has_flag: bool,
}

impl Image {
    /// Finds the size of a column's pictures, and whether one is missing among the training rows.
    ///
    /// # Errors
    /// A cell that is no picture, or pictures of several sizes.
    pub fn fit(column: &Column, train: &[u32]) -> Result<Self, DataError> {
        let has_flag = train.iter().any(|&row| column.label(row as usize).is_none());
        Ok(Self { shape: shape(column)?, has_flag })
    }

    fn push_flag(&self, is_missing: bool, features: &mut Vec<f32>) {
        if self.has_flag {
            features.push(if is_missing { 1.0 } else { 0.0 });
        }
    }

    fn push_pixels(&self, picture: Option<Picture>, block: &mut Block) {
        let Block::Pixels { values, .. } = block;
        match picture.filter(|picture| picture.shape == self.shape) {
            Some(picture) => values.extend(picture.values),
            None => values.resize(values.len() + self.shape.count(), GREY),
        }
    }
}

impl Kind for Image {
    const SECTION: Section = Section::Numbers;

    fn is_sound(&self) -> bool {
        let PictureShape { height, width, channels } = self.shape;
        (1..=MOST_SIDE).contains(&height) && (1..=MOST_SIDE).contains(&width) && (1..=4).contains(&channels)
    }

    fn width(&self) -> usize {
        usize::from(self.has_flag)
    }

    fn names(&self, column: &str) -> Vec<String> {
        self.has_flag.then(|| named(column, "missing")).into_iter().collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_flag(column.label(row).is_none(), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        self.push_flag(cell.text.is_none(), features);
        Ok(())
    }

    fn block(&self) -> Option<Block> {
        Some(Block::Pixels { shape: self.shape, values: Vec::new() })
    }

    fn extend(&self, column: &Column, row: Option<usize>, block: &mut Block) {
        self.push_pixels(row.and_then(|row| column.label(row)).and_then(Picture::of), block);
    }

    fn extend_raw(&self, cell: &RawCell<'_>, block: &mut Block) -> Result<(), DataError> {
        let picture = cell.text.map(|text| Picture::of(text).ok_or(text));
        let picture =
            picture.transpose().map_err(|text| no_picture(cell.row, cell.column.to_owned(), text))?;
        if let Some(other) =
            picture.as_ref().map(|picture| picture.shape).filter(|shape| *shape != self.shape)
        {
            let (first, other) = (self.shape.to_string(), other.to_string());
            return Err(DataError::PictureSizes { column: cell.column.to_owned(), first, other });
        }
        self.push_pixels(picture, block);
        Ok(())
    }
}
