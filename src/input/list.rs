//! The list of kinds of input, and which of them a column becomes.

use serde::{Deserialize, Serialize};

use crate::input::EncodingConfig;
use crate::input::block::Block;
use crate::input::date::Date;
use crate::input::embedding::{Bag, Categories, NumericEmbedding, Texts, WIDE};
use crate::input::hashed::Hashed;
use crate::input::image::Image;
use crate::input::kind::{Kind as _, RawCell, Section};
use crate::input::multi_hot::MultiHot;
use crate::input::number::Number;
use crate::input::one_hot::OneHot;
use crate::input::periodic::Periodic;
use crate::input::piecewise::Piecewise;
use crate::input::terms::Terms;
use crate::input::vector::Vector;
use crate::input::vocabulary::Vocabulary;
use crate::input::words::Words;
use crate::schema::column::ColumnKind;
use crate::schema::error::DataError;
use crate::table::column::Column;

/// The enum of the list, and what leads each kind to its file.
macro_rules! inputs {
    ($($(#[$about:meta])* $kind:ident in $file:ident,)+) => {
        /// How one column becomes numbers, fitted on the training rows.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Input {
            $($(#[$about])* $kind($kind),)+
        }

        $(impl From<$kind> for Input {
            fn from(own: $kind) -> Self {
                Self::$kind(own)
            }
        })+

        impl Input {
            /// The variant of each kind, and the name of its file.
            pub const FILES: &[(&str, &str)] = &[$((stringify!($kind), stringify!($file))),+];

            /// Where its numbers stand in an encoded row.
            pub fn section(&self) -> Section {
                match self { $(Self::$kind(_) => $kind::SECTION,)+ }
            }

            /// How many numbers it makes of a cell.
            pub fn width(&self) -> usize {
                match self { $(Self::$kind(own) => own.width(),)+ }
            }

            /// A name for each of these numbers.
            pub fn names(&self, column: &str) -> Vec<String> {
                match self { $(Self::$kind(own) => own.names(column),)+ }
            }

            /// Adds the numbers of a cell of the table.
            pub fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
                match self { $(Self::$kind(own) => own.push(column, row, features),)+ }
            }

            /// Adds the numbers of a cell of a raw row.
            ///
            /// # Errors
            /// A cell that the column can't have.
            pub fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
                match self { $(Self::$kind(own) => own.push_raw(cell, features),)+ }
            }

            /// Whether its parts fit each other: false only of what was read from a file that is damaged.
            pub fn is_sound(&self) -> bool {
                match self { $(Self::$kind(own) => own.is_sound(),)+ }
            }

            /// Whether the model makes a learned vector of the first of its numbers.
            pub fn is_periodic(&self) -> bool {
                match self { $(Self::$kind(own) => own.is_periodic(),)+ }
            }

            /// The table of learned vectors that its numbers are codes of.
            pub fn bag(&self) -> Option<Bag> {
                match self { $(Self::$kind(own) => own.bag(),)+ }
            }

            /// Slots of a table of vectors that all columns of its kind share.
            pub fn shared_slots(&self) -> Option<usize> {
                match self { $(Self::$kind(own) => own.shared_slots(),)+ }
            }

            /// An empty block, where cells are more than numbers.
            pub fn block(&self) -> Option<Block> {
                match self { $(Self::$kind(own) => own.block(),)+ }
            }

            /// Adds a cell of the table to its block, or what stands for none.
            pub fn extend(&self, column: &Column, row: Option<usize>, block: &mut Block) {
                match self { $(Self::$kind(own) => own.extend(column, row, block),)+ }
            }

            /// Adds a cell of a raw row to its block.
            ///
            /// # Errors
            /// A cell that the column can't have.
            pub fn extend_raw(&self, cell: &RawCell<'_>, block: &mut Block) -> Result<(), DataError> {
                match self { $(Self::$kind(own) => own.extend_raw(cell, block),)+ }
            }

            /// Takes as many slots as the other columns that share its table.
            pub fn share_slots(&mut self, slots: usize) {
                match self { $(Self::$kind(own) => own.share_slots(slots),)+ }
            }
        }
    };
}

inputs! {
    /// A number on a common scale.
    Number in number,
    /// A number as how far it reaches through each of a few bins.
    Piecewise in piecewise,
    /// A number, and waves of it.
    Periodic in periodic,
    /// One input a label.
    OneHot in one_hot,
    /// One input a label, of which a cell has several.
    MultiHot in multi_hot,
    /// A learned vector a label.
    Vector in vector,
    /// The year, and positions in year, week and day.
    Date in date,
    /// Hashed words and their pieces.
    Hashed in hashed,
    /// Learned vectors of terms, summed by TF-IDF.
    Terms in terms,
    /// Learned vectors of words and their pieces, averaged.
    Words in words,
    /// Pictures of one size.
    Image in image,
}

impl Input {
    /// What a column becomes.
    ///
    /// # Errors
    /// A cell that the column can't have.
    pub fn fit(column: &Column, train: &[u32], config: &EncodingConfig) -> Result<Self, DataError> {
        Ok(match column.kind {
            ColumnKind::Number | ColumnKind::Integer | ColumnKind::Ordered => {
                let number = Number::fit(column, train, config.numbers);
                match config.numeric_embedding {
                    NumericEmbedding::None => number.into(),
                    NumericEmbedding::PiecewiseLinear => Piecewise::fit(number, column, train).into(),
                    NumericEmbedding::Periodic => Periodic::new(number).into(),
                }
            }
            ColumnKind::Date => Date::fit(column, train).into(),
            ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Identifier | ColumnKind::Constant => {
                let vocabulary = Vocabulary::fit(column, train);
                match config.categories {
                    Categories::Embedding if vocabulary.count() > WIDE => Vector::new(vocabulary).into(),
                    Categories::Embedding | Categories::OneHot => OneHot::new(vocabulary).into(),
                }
            }
            ColumnKind::MultiSelect => MultiHot::fit(column, train).into(),
            ColumnKind::Text => match config.texts {
                Texts::Tfidf => Terms::fit_column(column, train).into(),
                Texts::Hashed => Hashed {}.into(),
                Texts::Embedding => Words::fit(column, train).into(),
            },
            ColumnKind::Image => Image::fit(column, train)?.into(),
        })
    }
}
