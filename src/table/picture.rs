//! Columns of pictures.

use crate::read::picture::Picture;
use crate::schema::error::DataError;
use crate::schema::picture::PictureShape;
use crate::table::column::Column;

/// Most letters that an error repeats of a cell.
const MOST_LETTERS: usize = 40;

/// The size that all pictures of a column have.
///
/// # Errors
/// A cell that is no picture, or pictures of several sizes.
pub fn shape(column: &Column) -> Result<PictureShape, DataError> {
    let mut found: Option<PictureShape> = None;
    for (code, cell) in column.levels().iter().enumerate() {
        let name = || column.name.clone();
        let Some(Picture { shape, .. }) = Picture::of(cell) else {
            return Err(no_picture(column.first_row_of(code) + 1, name(), cell));
        };
        if let Some(first) = found.filter(|first| *first != shape) {
            let (first, other) = (first.to_string(), shape.to_string());
            return Err(DataError::PictureSizes { column: name(), first, other });
        }
        found = Some(shape);
    }
    found.ok_or(DataError::NoInput)
}

/// What is wrong with a cell that is no picture.
pub fn no_picture(row: usize, column: String, cell: &str) -> DataError {
    DataError::NotAPicture { row, column, found: cell.chars().take(MOST_LETTERS).collect() }
}
