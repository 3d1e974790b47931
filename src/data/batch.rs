//! Seeded batches: the order of rows in each epoch, and how many make a batch.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

/// Places of `row_count` rows in the order of one epoch.
pub fn epoch_order(row_count: usize, seed: u64, epoch: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..row_count as u32).collect();
    let stream = seed ^ (epoch as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    order.shuffle(&mut Pcg64Mcg::seed_from_u64(stream));
    order
}

/// Batches per epoch and rows per batch: as many batches as the wished size needs, as equal as they can be.
pub fn batch_shape(row_count: usize, batch_size: usize) -> (usize, usize) {
    let count = row_count.div_ceil(batch_size.max(1)).max(1);
    (count, row_count.div_ceil(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_visits_every_row_once_in_its_own_order() {
        let first = epoch_order(100, 7, 0);
        let mut sorted = first.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<u32>>());
        assert_eq!(first, epoch_order(100, 7, 0));
        assert_ne!(first, epoch_order(100, 7, 1));
        assert_ne!(first, epoch_order(100, 8, 0));
    }

    #[test]
    fn batches_are_as_equal_as_they_can_be() {
        assert_eq!(batch_shape(241, 128), (2, 121));
        assert_eq!(batch_shape(256, 128), (2, 128));
        assert_eq!(batch_shape(5, 128), (1, 5));
    }
}
