//! Codes of an encoded row, replaced by the learned vectors that they name.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use crate::input::embedding::{Bag, Inputs};
use crate::kernel;
use crate::model::dropout::Dropout;
use crate::model::features::Features;
use crate::model::initial::Initial;

/// Share of a text's terms that a training step leaves out, until [`Dropout::ease`]. What a linear model on TF-IDF needs a penalty for (Wager et al. 2013,
/// <https://arxiv.org/abs/1307.1493>), chosen on the tables of `tests/bench/text`.
const TERM_DROPOUT: f64 = 0.75;

/// Share of the sums of terms' vectors that a training step leaves out, as chosen there.
const SUM_DROPOUT: f64 = 0.5;

/// How far a step on a term's vector goes, in those of other parameters: a weight of a row is far below 1, and a rare term is in few
/// rows.
const TERM_SCALE: f64 = 8.0;

/// Tables of learned vectors, one a bag; several of each side by side where tasks share nothing.
///
/// Each column of a bag is fed the mean of the vectors that its codes name, zeros where it has none: categories by one code
/// (Guo & Berkhahn 2016, <https://arxiv.org/abs/1604.06737>), texts by many (Joulin et al. 2017, <https://arxiv.org/abs/1607.01759>).
/// Where codes have weights, it is fed the sum by those: a linear layer on sparse rows.
#[derive(Module, Debug)]
pub struct Embedding {
    /// `[count, places, size]` each.
    tables: Vec<Param<Tensor<3>>>,
    #[module(skip)]
    inputs: Inputs,
}

impl Embedding {
    /// `count` tables a bag, each with vectors of its own; `None` where a row holds no codes.
    pub fn new(count: usize, inputs: &Inputs, initial: &mut Initial<'_>) -> Option<Self> {
        let tables = inputs.bags.iter().map(|bag| initial.vectors(count, bag.places, bag.size)).collect();
        (!inputs.bags.is_empty()).then(|| Self { tables, inputs: inputs.clone() })
    }

    /// - `rows`: encoded, `[rows, width]`
    /// - returns: one vector a row, of the numbers and then of each bag
    pub fn forward(&self, rows: Tensor<2>, dropout: &mut Dropout) -> Features {
        let [row_count, _] = rows.dims();
        let mut parts = Vec::new();
        let mut place = self.inputs.numbers;
        for (table, bag) in self.tables.iter().zip(&self.inputs.bags) {
            let codes = rows.clone().narrow(1, place, bag.codes());
            parts.push(if bag.is_weighted {
                let weights = rows.clone().narrow(1, place + bag.codes(), bag.codes());
                let weights = dropout.apply_own(TERM_DROPOUT, weights * TERM_SCALE);
                dropout.apply_own(SUM_DROPOUT, sums(table.val(), codes, weights, *bag))
            } else {
                means(table.val(), codes, *bag)
            });
            place += bag.width();
        }
        if self.inputs.numbers > 0 {
            let numbers = rows.narrow(1, 0, self.inputs.numbers).unsqueeze::<3>();
            let count = parts.first().map_or(1, |part| part.dims()[0]);
            parts.insert(0, numbers.expand([count, row_count, self.inputs.numbers]));
        }
        Features::Vector(Tensor::cat(parts, 2))
    }
}

/// - `table`: `[count, places, size]`
/// - `codes`, `weights`: `[rows, columns * slots]`
/// - returns: `[count, rows, columns * size]`
fn sums(table: Tensor<3>, codes: Tensor<2>, weights: Tensor<2>, bag: Bag) -> Tensor<3> {
    let ([count, _, size], [rows, _]) = (table.dims(), codes.dims());
    let [codes, weights] = [codes, weights].map(|own| own.reshape([rows * bag.columns, bag.slots]));
    kernel::weighted_sums(table, codes, weights).reshape([count, rows, bag.columns * size])
}

/// - `table`: `[count, places, size]`
/// - `codes`: `[rows, columns * slots]`
/// - returns: `[count, rows, columns * size]`
fn means(table: Tensor<3>, codes: Tensor<2>, bag: Bag) -> Tensor<3> {
    let ([count, _, size], [rows, width]) = (table.dims(), codes.dims());
    let is_filled = codes.clone().clamp_max(1.0);
    // An empty slot names the first vector, of which it then takes nothing.
    let places = (codes - is_filled.clone()).int().reshape([rows * width]);
    let vectors = table.select(1, places).reshape([count, rows * bag.columns, bag.slots, size]);
    let is_filled = is_filled.reshape([1, rows * bag.columns, bag.slots, 1]);
    let filled = is_filled.clone().sum_dim(2).clamp_min(1.0);
    (vectors * (is_filled / filled)).sum_dim(2).reshape([count, rows, bag.columns * size])
}
