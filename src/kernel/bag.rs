//! Sums of vectors looked up in a table, each times a weight, and the way back to the table.

use burn::backend::tensor::{FloatTensor, IntTensor};
use burn::backend::{Backend, TensorMetadata as _};
use burn::tensor::{FloatDType, IndexingUpdateOp, IntDType, Shape, Slice};

/// Rows done at once by a device's own operations, which bounds what they hold between: every vector of the rows, or a dense row a row.
const ROWS: usize = 256;

/// [`super::Kernels::weighted_sums`] by a device's own operations.
pub fn sums_by_parts<B: Backend>(
    table: FloatTensor<B>,
    codes: FloatTensor<B>,
    weights: FloatTensor<B>,
) -> FloatTensor<B> {
    let (count, size) = (table.shape()[0], table.shape()[2]);
    let slots = codes.shape()[1];
    let parts = chunks(codes.shape()[0]).map(|(start, rows)| {
        let own = |tensor: &FloatTensor<B>| B::float_slice(tensor.clone(), &rows_of(start, rows));
        let places = B::int_reshape(places::<B>(own(&codes)), Shape::new([rows * slots]));
        let vectors = B::float_select(table.clone(), 1, places);
        let vectors = B::float_reshape(vectors, Shape::new([count, rows, slots, size]));
        let weights = B::float_reshape(own(&weights), Shape::new([1, rows, slots, 1]));
        let sums = B::float_sum_dim(B::float_mul(vectors, weights), 2);
        B::float_reshape(sums, Shape::new([count, rows, size]))
    });
    B::float_cat(parts.collect(), 1)
}

/// [`super::Kernels::slopes_by_table`] by a device's own operations: each row's weights in a dense row, and one product.
///
/// Adding the vectors up one by one, as Burn's way back through `select` does, leaves all but a few of a GPU's threads idle.
pub fn slopes_by_parts<B: Backend>(
    slopes: FloatTensor<B>,
    codes: FloatTensor<B>,
    weights: FloatTensor<B>,
    count: usize,
) -> FloatTensor<B> {
    let device = slopes.device();
    let parts = chunks(codes.shape()[0]).map(|(start, rows)| {
        let own = |tensor: &FloatTensor<B>| B::float_slice(tensor.clone(), &rows_of(start, rows));
        let dense = B::float_zeros(Shape::new([rows, count]), &device, FloatDType::F32);
        let places = places::<B>(own(&codes));
        let dense = B::float_scatter(1, dense, places, own(&weights), IndexingUpdateOp::Add);
        let dense = B::float_reshape(B::float_transpose(dense), Shape::new([1, count, rows]));
        let whole = Slice::new(0, None, 1);
        let slopes = B::float_slice(slopes.clone(), &[whole, rows_of(start, rows)[0], whole]);
        B::float_matmul(dense, slopes)
    });
    let sum = parts.reduce(B::float_add);
    sum.unwrap_or_else(|| {
        B::float_zeros(Shape::new([slopes.shape()[0], count, slopes.shape()[2]]), &device, FloatDType::F32)
    })
}

/// Starts and lengths of runs of rows.
fn chunks(rows: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows).step_by(ROWS).map(move |start| (start, ROWS.min(rows - start)))
}

fn rows_of(start: usize, rows: usize) -> [Slice; 1] {
    [Slice::new(start as isize, Some((start + rows) as isize), 1)]
}

/// Where in the table the codes' vectors are. An empty slot names the first, of which its weight takes nothing.
fn places<B: Backend>(codes: FloatTensor<B>) -> IntTensor<B> {
    let places = B::float_clamp_min(B::float_sub_scalar(codes, 1.0.into()), 0.0.into());
    B::float_into_int(places, IntDType::I32)
}

#[cfg(test)]
mod tests {
    use burn::backend::Flex;
    use burn::backend::ops::FloatTensorOps as _;
    use burn::tensor::TensorData;

    use super::*;
    use crate::kernel::Kernels as _;

    /// A device's own operations and the host's loops, on more rows than are done at once.
    #[test]
    fn both_ways_are_the_same() {
        let (count, vectors, size, rows, slots) = (2, 7, 3, ROWS + 44, 5);
        let tensor = |values: Vec<f32>, shape: &[usize]| {
            Flex::float_from_data(TensorData::new(values, shape.to_vec()), &Default::default())
        };
        let wave = |place: usize| (place as f32 * 0.37).sin();
        let table = tensor((0..count * vectors * size).map(wave).collect(), &[count, vectors, size]);
        let slopes = tensor((0..count * rows * size).map(wave).collect(), &[count, rows, size]);
        // Some slots are empty, and some rows name a vector twice.
        let code = |place: usize| (place * 5 % (vectors + 1)) as f32;
        let codes = tensor((0..rows * slots).map(code).collect(), &[rows, slots]);
        let weight = |place: usize| if code(place) > 0.0 { wave(place) } else { 0.0 };
        let weights = tensor((0..rows * slots).map(weight).collect(), &[rows, slots]);
        let pairs = [
            (
                sums_by_parts::<Flex>(table.clone(), codes.clone(), weights.clone()),
                Flex::weighted_sums(table, codes.clone(), weights.clone()),
            ),
            (
                slopes_by_parts::<Flex>(slopes.clone(), codes.clone(), weights.clone(), vectors),
                Flex::slopes_by_table(slopes, codes, weights, vectors),
            ),
        ];
        for (by_parts, on_host) in pairs {
            assert_eq!(by_parts.shape(), on_host.shape());
            let [by_parts, on_host] = [by_parts, on_host].map(|own| own.to_contiguous());
            let by_parts: &[f32] = by_parts.as_slice().unwrap_or_default();
            let on_host: &[f32] = on_host.as_slice().unwrap_or_default();
            assert!(on_host.iter().any(|value| value.abs() > 0.1) && on_host.len() == by_parts.len());
            let furthest = by_parts.iter().zip(on_host).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(furthest < 1e-4, "{furthest}");
        }
    }
}
