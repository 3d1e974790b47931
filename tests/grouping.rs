//! Affinities against steps redone by hand, groups against TAG's own, and against every set of groups there is.

use polyhead::gain::{Affinity, Grouping, LabelCounts, MOST_TASKS, Similarity, groupings, pairs};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

/// Affinities between Taskonomy's segmentation, depth, normals, keypoints and edges, averaged over training. From the authors'
/// `tag/network_selection/TAG_network_selection.ipynb` in github.com/google-research/google-research (Apache-2.0), whose rows are the
/// tasks acted on; the diagonal is left out.
const ONTO: [[f64; 5]; 5] = [
    [0.0, 0.115_374_298_9, 0.048_910_362_2, 0.004_547_247_1, 0.008_776_140_0],
    [0.413_558_509_6, 0.0, 0.291_414_760_6, 0.013_536_520_8, 0.073_956_882_2],
    [0.139_823_676_9, 0.220_961_941_8, 0.0, 0.010_493_772_0, 0.076_459_668_3],
    [0.021_098_526_7, 0.013_365_983_1, 0.010_729_013_6, 0.0, 0.689_735_894_1],
    [0.056_692_022_2, 0.036_683_380_8, 0.036_006_664_6, 0.303_721_347_1, 0.0],
];

fn taskonomy() -> Vec<Vec<Option<f64>>> {
    (0..5).map(|from| (0..5).map(|onto| (from != onto).then_some(ONTO[onto][from])).collect()).collect()
}

fn tasks(grouping: &Grouping) -> Vec<Vec<usize>> {
    grouping.groups.iter().map(|group| group.tasks.clone()).collect()
}

#[test]
fn taskonomy_is_grouped_as_its_authors_group_it() {
    let found = groupings(&taskonomy());
    // ss 0, depth 1, norm 2, key 3, edge 4.
    let expected: [(&[&[usize]], f64); 3] = [
        (&[&[0, 1, 2, 3, 4]], 0.1293),
        (&[&[0, 1, 2], &[3, 4]], 0.3217),
        (&[&[0, 1], &[1, 2], &[3, 4]], 0.3487),
    ];
    // A fourth group makes nothing better.
    assert_eq!(found.len(), 3);
    for (grouping, (groups, score)) in found.iter().zip(expected) {
        assert_eq!(tasks(grouping), groups);
        assert!((grouping.score - score).abs() < 5e-5, "{}", grouping.score);
        assert!(grouping.is_exact);
    }
    assert_eq!(found.iter().map(|grouping| grouping.cost).collect::<Vec<_>>(), [5, 5, 6]);
    // Segmentation and depth are best in the first group; the second has depth for the sake of the normals.
    let answers: Vec<&[usize]> = found[2].groups.iter().map(|group| group.answers.as_slice()).collect();
    assert_eq!(answers, [&[0, 1][..], &[2], &[3, 4]]);
}

fn random(tasks: usize, seed: u64) -> Vec<Vec<Option<f64>>> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    (0..tasks).map(|_| (0..tasks).map(|_| Some(rng.random_range(-1.0..1.0))).collect()).collect()
}

/// The best mean over tasks of the score in the best of at most `count` groups, by trying every set of groups.
fn brute_force(affinity: &[Vec<Option<f64>>], count: usize) -> f64 {
    let tasks = affinity.len();
    let groups: Vec<u32> = (1..1 << tasks).filter(|group: &u32| group.count_ones() > 1).collect();
    let score = |group: u32, task: usize| {
        let others = (0..tasks).filter(|&other| other != task && group >> other & 1 == 1);
        others.map(|from| affinity[from][task].unwrap_or(0.0)).sum::<f64>()
            / f64::from(group.count_ones() - 1)
    };
    let mut best = f64::NEG_INFINITY;
    let mut open = vec![(0, vec![f64::NEG_INFINITY; tasks], count)];
    while let Some((start, scores, left)) = open.pop() {
        best = best.max(scores.iter().sum::<f64>() / tasks as f64);
        for (index, &group) in groups.iter().enumerate().skip(start).filter(|_| left > 0) {
            let better = |(task, own): (usize, &f64)| {
                if group >> task & 1 == 1 { own.max(score(group, task)) } else { *own }
            };
            open.push((index + 1, scores.iter().enumerate().map(better).collect(), left - 1));
        }
    }
    best
}

#[test]
fn no_set_of_groups_is_better() {
    for (tasks, seeds, most) in [(3, 40, 3), (4, 20, 4), (5, 4, 3)] {
        for seed in 0..seeds {
            let affinity = random(tasks, seed);
            let found = groupings(&affinity);
            for count in 1..=most {
                let fitting = found.iter().rfind(|grouping| grouping.groups.len() <= count);
                let score = fitting.map_or(f64::NAN, |grouping| grouping.score);
                let expected = brute_force(&affinity, count);
                assert!((score - expected).abs() < 1e-12, "{tasks} {seed} {count}: {score} not {expected}");
            }
        }
    }
}

/// Every grouping answers every task once, in a group that it is in; its score can be computed from its groups.
#[test]
fn groupings_are_whole_and_more_groups_are_better() {
    for (tasks, seed) in [(2, 1), (7, 2), (12, 3), (13, 4), (20, 5)] {
        let affinity = random(tasks, seed);
        let found = groupings(&affinity);
        assert_eq!(found[0].groups.len(), 1);
        assert!(found.windows(2).all(|pair| pair[0].score < pair[1].score));
        for grouping in &found {
            let mut answers: Vec<usize> = Vec::new();
            let mut sum = 0.0;
            for group in &grouping.groups {
                for task in &group.answers {
                    assert!(group.tasks.contains(task) && group.tasks.len() > 1);
                    let others = group.tasks.iter().filter(|other| *other != task);
                    sum += others.map(|&from| affinity[from][*task].unwrap_or(0.0)).sum::<f64>()
                        / (group.tasks.len() - 1) as f64;
                }
                answers.extend(&group.answers);
            }
            answers.sort_unstable();
            assert_eq!(answers, (0..tasks).collect::<Vec<_>>());
            assert!((grouping.score - sum / tasks as f64).abs() < 1e-12);
            assert_eq!(grouping.is_exact, tasks <= 12);
        }
    }
}

/// Four families of five tasks that help one another and hinder all others: found by the beam, too.
#[test]
fn families_are_found_among_many_tasks() {
    let value = |from: usize, onto: usize| if from % 4 == onto % 4 { 0.5 } else { -0.1 };
    let affinity: Vec<Vec<Option<f64>>> =
        (0..20).map(|from| (0..20).map(|onto| Some(value(from, onto))).collect()).collect();
    let found = groupings(&affinity);
    let last = found.last().map(tasks).unwrap_or_default();
    assert_eq!(
        last,
        (0..4).map(|family| (0..5).map(|step| family + 4 * step).collect()).collect::<Vec<Vec<_>>>()
    );
}

#[test]
fn nothing_is_grouped_alone_or_beyond_the_limit() {
    assert!(groupings(&[]).is_empty());
    assert!(groupings(&[vec![Some(1.0)]]).is_empty());
    assert!(groupings(&random(MOST_TASKS + 1, 1)).is_empty());
    // What was not measured has no effect.
    let unknown = vec![vec![None, Some(f64::NAN)], vec![None, None]];
    assert_eq!(groupings(&unknown).iter().map(|grouping| grouping.score).collect::<Vec<_>>(), [0.0]);
}

/// Two tasks on one shared number `θ`: `L_1 = (θ - 3)²`, `L_2 = (θ + 1)²`, from `θ = 1` at a rate of 0.1.
///
/// A step on the first: `θ = 1 + 0.4 = 1.4`; `L_2` goes from 4 to 5.76, `Z = 1 - 5.76 / 4 = -0.44`. A step on the second:
/// `θ = 1 - 0.4 = 0.6`; `L_1` goes from 4 to 5.76, `Z = -0.44`. From `θ = 4` a step on the first gives `θ = 3.8`: `L_2` goes from 25 to
/// 23.04, `Z = 0.0784`; the mean is -0.1808.
#[test]
fn affinities_are_those_of_steps_by_hand() {
    let losses = |theta: f64| [Some((theta - 3.0) * (theta - 3.0)), Some((theta + 1.0) * (theta + 1.0))];
    let step = |theta: f64, task: usize| theta - 0.1 * 2.0 * (theta - [3.0, -1.0][task]);
    let mut affinity = Affinity::new(2);
    affinity.add(0, &losses(1.0), &losses(step(1.0, 0)));
    affinity.add(1, &losses(1.0), &losses(step(1.0, 1)));
    let means = affinity.means();
    assert!((means[0][1].unwrap_or(0.0) + 0.44).abs() < 1e-12);
    assert!((means[1][0].unwrap_or(0.0) + 0.44).abs() < 1e-12);
    affinity.add(0, &losses(4.0), &losses(step(4.0, 0)));
    // Nothing is added by a batch without labels of the other task, or by a loss of 0 or less.
    affinity.add(0, &[Some(1.0), None], &[Some(1.0), None]);
    affinity.add(0, &[Some(1.0), Some(0.0)], &[Some(1.0), Some(0.0)]);
    affinity.add(0, &[Some(1.0), Some(-1.0)], &[Some(1.0), Some(-2.0)]);
    let means = affinity.means();
    assert!((means[0][1].unwrap_or(0.0) + 0.1808).abs() < 1e-12, "{means:?}");
    assert_eq!((means[0][0], means[1][1]), (None, None));
}

/// `g_1 = (3, 0)`, `g_2 = (0, 4)`, then `(1, 0)` and `(-1, 1)`: cosines 0 and -1/√2, magnitudes 24/25 and 2√2/3.
#[test]
fn similarities_are_kept_over_all_and_moment_by_moment() {
    let mut similarity = Similarity::new(3);
    similarity.add(&[9.0, 0.0, 0.0, 0.0, 16.0, 0.0, 0.0, 0.0, 0.0], &[true, true, false]);
    similarity.close(10);
    similarity.add(&[1.0, -1.0, 0.0, -1.0, 2.0, 0.0, 0.0, 0.0, 0.0], &[true, true, false]);
    similarity.add(&[1.0, f64::NAN, 0.0, f64::NAN, 2.0, 0.0, 0.0, 0.0, 0.0], &[true, true, false]);
    similarity.close(20);
    similarity.close(30);
    let (first, second) = (24.0 / 25.0, 2.0 * 2.0_f64.sqrt() / 3.0);
    let [pair] = similarity.pairs()[..] else { panic!("one pair") };
    assert_eq!((pair.first, pair.second, pair.measured, pair.conflict), (0, 1, 2, 0.5));
    assert!((pair.cosine + 0.5_f64.sqrt() / 2.0).abs() < 1e-12);
    assert!((pair.magnitude - (first + second) / 2.0).abs() < 1e-12);
    let history: Vec<(usize, usize, f64)> = similarity
        .history()
        .iter()
        .map(|moment| (moment.step, moment.pairs.len(), moment.pairs[0].magnitude))
        .collect();
    assert_eq!(history.len(), 2);
    assert_eq!((history[0].0, history[0].1, history[1].0), (10, 1, 20));
    assert!((history[0].2 - first).abs() < 1e-12 && (history[1].2 - second).abs() < 1e-12);
}

#[test]
fn pairs_stand_in_one_table_the_most_related_first() {
    let labels = LabelCounts::new(&[
        vec![true, true, true, false],
        vec![true, false, false, true],
        vec![false, true, true, true],
    ]);
    assert_eq!(labels.each, [3, 2, 3]);
    let affinity = vec![
        vec![None, Some(-0.1), Some(0.2)],
        vec![Some(-0.3), None, None],
        vec![Some(0.4), Some(0.5), None],
    ];
    let mut similarity = Similarity::new(3);
    similarity.add(&[1.0, 0.5, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 1.0], &[true, true, false]);
    let table = pairs(&labels, &affinity, &similarity.pairs(), &[Some(2.0), Some(3.0), None]);
    let shown: Vec<_> =
        table.iter().map(|row| (row.first, row.second, row.labels, row.seconds_alone)).collect();
    assert_eq!(shown, [(0, 2, [3, 3, 2], None), (0, 1, [3, 2, 1], Some(5.0)), (1, 2, [2, 3, 1], None)]);
    assert_eq!((table[1].first_onto_second, table[1].second_onto_first), (Some(-0.1), Some(-0.3)));
    assert_eq!(table[1].gradients.map(|pair| pair.cosine), Some(0.5));
    assert_eq!(table[2].gradients, None);
}
