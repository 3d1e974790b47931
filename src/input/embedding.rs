//! Which columns become learned vectors, of what size, and where their codes stand in an encoded row.

use serde::{Deserialize, Serialize};

use crate::input::ngram::BUCKETS;
use crate::schema::picture::{CHANNELS, PictureShape};

/// Columns with more places than this are worth a vector a place.
pub const WIDE: usize = 10;

/// Most numbers of a category's vector; the cap of Guo & Berkhahn 2016, <https://arxiv.org/abs/1604.06737>.
const MOST_NUMBERS: usize = 50;

/// What a model reads of each number once it is on a common scale (Gorishniy, Rubachev & Babenko 2022,
/// <https://arxiv.org/abs/2203.05556>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumericEmbedding {
    /// The number.
    #[default]
    None,
    /// How far it reaches through each of a few bins with equally many training rows.
    PiecewiseLinear,
    /// The number, and a learned vector of sines and cosines of it.
    Periodic,
}

impl NumericEmbedding {
    /// Every choice, in menu order.
    pub const ALL: [Self; 3] = [Self::None, Self::PiecewiseLinear, Self::Periodic];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PiecewiseLinear => "piecewise_linear",
            Self::Periodic => "periodic",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "The number itself",
            Self::PiecewiseLinear => "Piecewise linear in bins",
            Self::Periodic => "Learned waves",
        }
    }

    /// What it does, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::None => "One input a column.",
            Self::PiecewiseLinear => {
                "How far the number reaches through each of up to 16 bins with equally many training rows, so that steps and bends are easy to learn."
            }
            Self::Periodic => {
                "Beside the number, 8 learned mixtures of its sines and cosines, so that what goes up and down is easy to learn."
            }
        }
    }
}

/// Most bins of a number.
pub const BINS: usize = 16;

/// Sines and as many cosines of a number.
pub const WAVES: usize = 8;

/// Numbers of the learned vector of a number.
pub const WAVE_SIZE: usize = 8;

/// How the labels of input columns become numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Categories {
    /// One place a label.
    #[default]
    OneHot,
    /// One learned vector a label, in columns with more than [`WIDE`] places; one place a label in others.
    Embedding,
}

impl Categories {
    /// Every choice, in menu order.
    pub const ALL: [Self; 2] = [Self::OneHot, Self::Embedding];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::OneHot => "one_hot",
            Self::Embedding => "embedding",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneHot => "One place a label",
            Self::Embedding => "A learned vector a label",
        }
    }

    /// What it does, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::OneHot => "Every label with five training rows is an input of its own.",
            Self::Embedding => {
                "Labels with like effects come to lie close together; columns of ten labels or fewer, rare ones counted as one, keep one place a label."
            }
        }
    }
}

/// Numbers of the vector of a term: as many as the default trunk's first layer has, so that no linear model is out of its reach.
pub const TERM_SIZE: usize = 64;

/// Numbers of the vector of a word or a piece, where all columns share them: of the order of those that Joulin et al. 2017 classify texts with, 10,
/// <https://arxiv.org/abs/1607.01759>.
pub const TEXT_SIZE: usize = 16;

/// Most words and pieces that are read of a text.
pub const MOST_SLOTS: usize = 128;

/// How input texts become numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Texts {
    /// The sum of learned vectors of words, pairs of words and pieces, weighed by TF-IDF; see [`crate::input::terms::Terms`].
    #[default]
    Tfidf,
    /// Words and their pieces counted in a fixed number of places.
    Hashed,
    /// The mean of learned vectors of words and their pieces, which all text columns share.
    Embedding,
}

impl Texts {
    /// Every choice, in menu order.
    pub const ALL: [Self; 3] = [Self::Tfidf, Self::Hashed, Self::Embedding];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Tfidf => "tfidf",
            Self::Hashed => "hashed",
            Self::Embedding => "embedding",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tfidf => "Words and pairs of words, weighed by TF-IDF",
            Self::Hashed => "Words counted in 64 places",
            Self::Embedding => "Learned vectors of words",
        }
    }

    /// What it does, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Tfidf => {
                "What at least two training rows hold, rare ones weighing more, up to 16384 a column: with all that a linear model on TF-IDF sees."
            }
            Self::Hashed => "Nothing is learned about words: few rows are enough.",
            Self::Embedding => {
                "The mean of a learned vector for each word and piece of a word, where rows are many enough to learn them from."
            }
        }
    }
}

/// Numbers of the vector of a category with so many places: `min(50, round(1.6 n^0.56))`.
///
/// The rule of fastai (`emb_sz_rule`; Howard & Gugger 2020, <https://arxiv.org/abs/2002.04688>), capped.
pub fn category_size(places: usize) -> usize {
    ((1.6 * (places as f64).powf(0.56)).round() as usize).clamp(1, MOST_NUMBERS)
}

/// What stands in an encoded row: numbers as they are, and after them codes of learned vectors.
///
/// A code is a whole number, which an `f32` holds exactly up to 2²⁴: 0 for nothing, else 1 more than a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Numbers that are fed as they are.
    pub numbers: usize,
    /// Which of these numbers the model makes learned vectors of, ascending.
    pub periodic: Vec<usize>,
    /// The codes, one bag after the other.
    pub bags: Vec<Bag>,
    /// Pictures, which stand in blocks beside the encoded rows: the size of those of each column.
    pub pictures: Vec<PictureShape>,
}

/// Columns of codes that look vectors up in one table, and are each fed the mean of theirs, or their sum by weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bag {
    /// Columns that share the table.
    pub columns: usize,
    /// Codes of each column in a row.
    pub slots: usize,
    /// Vectors in the table.
    pub places: usize,
    /// Numbers of a vector.
    pub size: usize,
    /// Whether the codes of a row are followed by as many weights, by which their vectors are summed.
    pub is_weighted: bool,
}

impl Inputs {
    /// Numbers of an encoded row, codes included.
    pub fn width(&self) -> usize {
        self.numbers + self.bags.iter().map(Bag::width).sum::<usize>()
    }

    /// Numbers that the model reads once the vectors are looked up.
    pub fn features(&self) -> usize {
        self.numbers
            + self.bags.iter().map(|bag| bag.columns * bag.size).sum::<usize>()
            + self.periodic.len() * WAVE_SIZE
            + self.pictures.len() * CHANNELS[1]
    }

    /// Learnable numbers of the tables, and of the encoders of numbers and pictures.
    pub fn parameter_count(&self) -> usize {
        let pictures: usize = self.pictures.iter().map(PictureShape::parameter_count).sum();
        self.bags.iter().map(|bag| bag.places * bag.size).sum::<usize>()
            + self.periodic.len() * (WAVES + (2 * WAVES + 1) * WAVE_SIZE)
            + pictures
    }
}

impl From<usize> for Inputs {
    fn from(numbers: usize) -> Self {
        Self { numbers, ..Self::default() }
    }
}

impl Bag {
    /// One vector for each place of a category.
    pub fn category(places: usize) -> Self {
        Self { columns: 1, slots: 1, places, size: category_size(places), is_weighted: false }
    }

    /// The vectors of words and their pieces, of which all text columns are fed the mean.
    pub fn texts(columns: usize, slots: usize) -> Self {
        Self { columns, slots, places: BUCKETS, size: TEXT_SIZE, is_weighted: false }
    }

    /// Codes in a row.
    pub fn codes(&self) -> usize {
        self.columns * self.slots
    }

    /// Numbers in a row: codes, and weights if it has some.
    pub fn width(&self) -> usize {
        self.codes() * if self.is_weighted { 2 } else { 1 }
    }
}
