//! Which training rows an epoch sees, in which order: every row once, or drawn so that tasks with few labels are seen more often.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;

use super::batch::epoch_order;
use super::dataset::Dataset;
use crate::config::{RunConfig, SamplingKind};
use crate::schema::split::Split;

/// Keeps the draw's random numbers apart from those of the order of rows.
const DRAW_STREAM: u64 = 0x5a3b_1e00;

/// The training rows of one epoch, from 0, as indices into the split: as many as there are, whatever the sampling.
///
/// - `left_out`: tasks, in the model's order, that nothing is drawn for: those that are trained no further
pub fn order(dataset: &Dataset, config: &RunConfig, epoch: usize, left_out: &[usize]) -> Vec<u32> {
    let rows = dataset.rows(Split::Train);
    match config.sampling.kind {
        SamplingKind::Uniform => epoch_order(rows.len(), config.seed, epoch),
        SamplingKind::Balanced => {
            let labelled = (0..dataset.targets.len()).map(|task| {
                let is_muted = config.weighting.mutes(dataset.order.in_file(task));
                if is_muted || left_out.contains(&task) {
                    return Vec::new();
                }
                let counts = |row: &u32| dataset.training_weight(task, *row as usize) > 0.0;
                (0..).zip(rows).filter(|(_, row)| counts(row)).map(|(index, _)| index).collect()
            });
            let labelled: Vec<Vec<u32>> = labelled.collect();
            balanced(&labelled, rows.len(), config.sampling.temperature, config.seed, epoch)
        }
    }
}

/// The share of an epoch's rows that is drawn for each task: `p_t ∝ n_t^(1 / T)`, 0 for a task without a label. Arivazhagan et al.
/// 2019, <https://arxiv.org/abs/1907.05019>.
///
/// - `counts`: rows with a label of each task, `n_t`
/// - `temperature`: `T`, 1 or more
pub fn shares(counts: &[usize], temperature: f64) -> Vec<f64> {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let power = |&count: &usize| match count {
        0 => 0.0,
        count => (count as f64 / most).powf(1.0 / temperature),
    };
    let powers: Vec<f64> = counts.iter().map(power).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| if sum > 0.0 { power / sum } else { 0.0 }).collect()
}

/// Rows drawn for tasks by [`shares`], in random order. A task's own draws go through all of its rows before one comes again.
///
/// - `labelled`: indices of the rows with a label of each task
/// - `draws`: rows in all
/// - returns: every row once, where no task has a label
pub fn balanced(labelled: &[Vec<u32>], draws: usize, temperature: f64, seed: u64, epoch: usize) -> Vec<u32> {
    let counts: Vec<usize> = labelled.iter().map(Vec::len).collect();
    if counts.iter().all(|&count| count == 0) {
        return epoch_order(draws, seed, epoch);
    }
    let stream = (seed ^ DRAW_STREAM) ^ (epoch as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut random = Pcg64Mcg::seed_from_u64(stream);
    let mut order = Vec::with_capacity(draws);
    for (own, many) in labelled.iter().zip(whole_shares(&shares(&counts, temperature), draws)) {
        let end = order.len() + many;
        while order.len() < end {
            let mut rows = own.clone();
            rows.shuffle(&mut random);
            rows.truncate(end - order.len());
            order.extend(rows);
        }
    }
    order.shuffle(&mut random);
    order
}

/// Whole numbers that sum to `total` and are closest to its shares: the largest remainders are rounded up.
fn whole_shares(shares: &[f64], total: usize) -> Vec<usize> {
    let exact: Vec<f64> = shares.iter().map(|share| share * total as f64).collect();
    let mut whole: Vec<usize> = exact.iter().map(|exact| exact.floor() as usize).collect();
    let mut by_rest: Vec<usize> = (0..shares.len()).filter(|&task| shares[task] > 0.0).collect();
    by_rest.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    let missing = total.saturating_sub(whole.iter().sum());
    for &task in by_rest.iter().cycle().take(missing) {
        whole[task] += 1;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `(100, 1000, 10000)`: their square roots are as 1 to 3.1623 to 10, or 0.0706, 0.2233 and 0.7061 of their sum.
    #[test]
    fn a_temperature_of_two_draws_by_the_square_root() {
        let found = shares(&[100, 1_000, 10_000], 2.0);
        for (found, expected) in found.iter().zip([0.070_61, 0.223_29, 0.706_10]) {
            assert!((found - expected).abs() < 1e-5, "{found} for {expected}");
        }
        assert_eq!(shares(&[1, 0, 3], 1.0), [0.25, 0.0, 0.75]);
        assert_eq!(shares(&[0, 0], 5.0), [0.0, 0.0]);
    }

    proptest! {
        /// Tasks have rows of their own here, so that a row tells what it was drawn for.
        #[test]
        fn every_task_gets_its_share_and_none_of_its_rows_waits(
            counts in prop::collection::vec(0_usize..200, 1..6),
            temperature in 1.0_f64..100.0,
            seed: u64,
            epoch in 0_usize..50,
        ) {
            let draws: usize = counts.iter().sum();
            prop_assume!(draws > 0);
            let mut first = 0;
            let labelled: Vec<Vec<u32>> = counts.iter().map(|&count| {
                first += count as u32;
                (first - count as u32..first).collect()
            }).collect();
            let order = balanced(&labelled, draws, temperature, seed, epoch);
            prop_assert_eq!(order.len(), draws);
            prop_assert_eq!(&order, &balanced(&labelled, draws, temperature, seed, epoch));
            let wished = shares(&counts, temperature);
            for (rows, share) in labelled.iter().zip(wished) {
                let seen = |row: &u32| order.iter().filter(|&own| own == row).count();
                let seen: Vec<usize> = rows.iter().map(seen).collect();
                let all: usize = seen.iter().sum();
                prop_assert!((all as f64 - share * draws as f64).abs() < 1.0 + 1e-9);
                let (least, most) = (seen.iter().min(), seen.iter().max());
                prop_assert!(least.zip(most).is_none_or(|(least, most)| most - least <= 1));
            }
        }
    }

    #[test]
    fn epochs_and_seeds_differ_and_without_labels_every_row_comes_once() {
        let labelled = [(0..90).collect::<Vec<u32>>(), (90..100).collect()];
        let order = |seed, epoch| balanced(&labelled, 100, 5.0, seed, epoch);
        assert_ne!(order(7, 0), order(7, 1));
        assert_ne!(order(7, 0), order(8, 0));
        let mut none = balanced(&[vec![], vec![]], 100, 5.0, 7, 0);
        none.sort_unstable();
        assert_eq!(none, (0..100).collect::<Vec<u32>>());
    }
}
