//! What stands before the trunk: codes of an encoded row replaced by the vectors that they name.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use super::Initial;
use crate::input::embedding::{Bag, Inputs};

/// Tables of learned vectors, one a bag; several fronts side by side where tasks share nothing.
///
/// Each column of a bag is fed the mean of the vectors that its codes name, zeros where it has none: categories by one code
/// (Guo & Berkhahn 2016, <https://arxiv.org/abs/1604.06737>), texts by many (Joulin et al. 2017, <https://arxiv.org/abs/1607.01759>).
#[derive(Module, Debug)]
pub struct Front {
    /// `[count, places, size]` each.
    tables: Vec<Param<Tensor<3>>>,
    #[module(skip)]
    inputs: Inputs,
}

impl Front {
    /// `count` fronts, each with vectors of its own; `None` where a row holds no codes.
    pub fn new(count: usize, inputs: &Inputs, initial: &mut Initial<'_>) -> Option<Self> {
        let tables = inputs.bags.iter().map(|bag| initial.vectors(count, bag.places, bag.size)).collect();
        (!inputs.bags.is_empty()).then(|| Self { tables, inputs: inputs.clone() })
    }

    /// - `rows`: encoded, `[rows, width]`
    /// - returns: `[count, rows, features]`, see [`Inputs`]
    pub fn forward(&self, rows: Tensor<2>) -> Tensor<3> {
        let [row_count, _] = rows.dims();
        let mut parts = Vec::new();
        let mut place = self.inputs.numbers;
        for (table, bag) in self.tables.iter().zip(&self.inputs.bags) {
            let codes = rows.clone().narrow(1, place, bag.codes());
            place += bag.codes();
            parts.push(means(table.val(), codes, *bag));
        }
        if self.inputs.numbers > 0 {
            let numbers = rows.narrow(1, 0, self.inputs.numbers).unsqueeze::<3>();
            let count = parts.first().map_or(1, |part| part.dims()[0]);
            parts.insert(0, numbers.expand([count, row_count, self.inputs.numbers]));
        }
        Tensor::cat(parts, 2)
    }
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
