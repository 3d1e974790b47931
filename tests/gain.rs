//! Gains of a joint model over its twins: redone by hand, and their intervals against all resamples there are.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::gain::{
    Gain, GainReport, Interval, Luck, NoPercent, Pair, PairError, PairedBootstrap, Predictions, Settings,
    TaskPairs, Unit, delta_m, gains, mean_ranks,
};
use polyhead::metric::{MetricKind, Metrics};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;

fn run(tasks: &[TaskPairs<'_>], settings: Settings) -> GainReport {
    let mut bootstrap = PairedBootstrap::new(tasks, settings).expect("tasks that fit");
    while !bootstrap.advance(64) {}
    bootstrap.report()
}

fn losses<'a>(sums: &'a [f64], ones: &'a [f64]) -> Predictions<'a> {
    Predictions::Losses { sums, labels: ones.get(..sums.len()).expect("enough ones") }
}

#[test]
fn a_gain_is_above_zero_where_the_joint_model_is_better() {
    let gain = Gain::new(MetricKind::Accuracy, Some(0.9), Some(0.8));
    assert!((gain.difference.expect("both") - 0.1).abs() < 1e-12);
    assert!((gain.percent.expect("both") - 12.5).abs() < 1e-12);
    assert!((gain.error_ratio.expect("both") - 0.5).abs() < 1e-12);
    let gain = Gain::new(MetricKind::Rmse, Some(0.03), Some(0.04));
    // An error of 0.04 in the column's unit is not near 0 by any scale.
    assert!((gain.percent.expect("both") - 25.0).abs() < 1e-12);
    assert_eq!((gain.error_ratio, gain.undefined), (None, None));
    let gain = Gain::new(MetricKind::R2, Some(0.2), Some(-0.4));
    assert!((gain.percent.expect("both") - 150.0).abs() < 1e-12);
}

#[test]
fn a_gain_without_percent_says_why() {
    let gain = Gain::new(MetricKind::R2, Some(0.3), Some(0.04));
    assert_eq!((gain.percent, gain.undefined), (None, Some(NoPercent::NearZero { twin: 0.04 })));
    assert!((gain.difference.expect("both") - 0.26).abs() < 1e-12);
    assert!((gain.error_ratio.expect("both") - 0.7 / 0.96).abs() < 1e-12);
    assert_eq!(Gain::new(MetricKind::Auc, None, Some(0.7)).undefined, Some(NoPercent::NoScore));
    assert_eq!(Gain::new(MetricKind::Auc, Some(f64::NAN), Some(0.7)).joint, None);
    assert_eq!(Gain::new(MetricKind::Rmse, Some(1.0), Some(0.0)).percent, None);
    let sentence = NoPercent::NearZero { twin: 0.04 }.sentence();
    assert!(sentence.contains("0.040 is too near to 0"), "{sentence}");
}

/// Accuracy 0.8 to 0.9 is 12.5 %, loss 0.5 to 0.6 is -20 %: -3.75 % over both. RMSE 2 to 1 is 50 %.
#[test]
fn the_mean_gain_is_over_scores_first_and_over_tasks_then() {
    let of = |scores: &[(MetricKind, f64)]| -> Metrics {
        scores.iter().map(|&(kind, score)| (kind, Some(score))).collect()
    };
    let first = gains(
        &of(&[(MetricKind::Accuracy, 0.9), (MetricKind::Loss, 0.6)]),
        &of(&[(MetricKind::Accuracy, 0.8), (MetricKind::Loss, 0.5), (MetricKind::Ece, 0.1)]),
    );
    assert_eq!(first.len(), 2);
    let second = gains(&of(&[(MetricKind::Rmse, 1.0)]), &of(&[(MetricKind::Rmse, 2.0)]));
    let third = gains(&of(&[(MetricKind::R2, 0.1)]), &of(&[(MetricKind::R2, 0.01)]));
    let found = delta_m([("a", first.as_slice()), ("b", second.as_slice()), ("c", third.as_slice())]);
    assert!((found.percent.expect("two tasks") - (50.0 - 3.75) / 2.0).abs() < 1e-9);
    assert_eq!((found.tasks, found.left_out), (2, vec!["c".to_owned()]));
    assert_eq!(delta_m([]).percent, None);
}

#[test]
fn ranks_are_shared_by_equals_and_last_without_a_score() {
    let metrics = [MetricKind::Accuracy, MetricKind::Rmse, MetricKind::Auc];
    let scores =
        [vec![Some(0.9), Some(2.0), None], vec![Some(0.9), Some(1.0), None], vec![Some(0.8), None, None]];
    assert_eq!(mean_ranks(&metrics, &scores), [Some(1.75), Some(1.25), Some(3.0)]);
    assert_eq!(mean_ranks(&[MetricKind::Auc], &[vec![None], vec![None]]), [None, None]);
}

/// Ends of a 94 % percentile interval over values of equal probability. Of 9 and of 81 values, no end falls on the step between two.
fn percentiles(mut values: Vec<f64>) -> [f64; 2] {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[(share * values.len() as f64) as usize];
    [at(0.03), at(0.97)]
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
}

fn assert_interval(found: Interval, value: f64, ends: [f64; 2], widening: f64) {
    let expected = ends.map(|end| value + widening * (end - value));
    let close = |a: f64, b: f64| (a - b).abs() < 0.02 * widening * (ends[1] - ends[0]);
    assert!((found.value - value).abs() < 1e-12, "{found:?}");
    assert!(close(found.low, expected[0]) && close(found.high, expected[1]), "{found:?} {expected:?}");
}

const THREE: [f64; 3] = [1.0; 3];

/// SciPy 1.17: `norm.ppf(0.97)`, `t.ppf(0.97, 2)`, and for the freedom found below `t.ppf(0.97, 3.402515)`.
const NORMAL: f64 = 1.880_794;
const STUDENT_2: f64 = 3.896_425;
const FREEDOM: f64 = 3.402_515;
const STUDENT: f64 = 2.776_421;

fn exact(resamples: usize) -> Settings {
    Settings { resamples, confidence: 0.94, ..Settings::default() }
}

/// One seed: two draws of three rows, 9 in all. Only one thing is drawn, so that t has 2 degrees of freedom.
#[test]
fn one_seed_is_resampled_as_all_draws_of_rows_are() {
    let (joint, twin) = ([0.1, 0.5, 0.9], [0.4, 0.4, 1.6]);
    let gained: Vec<f64> = joint.iter().zip(&twin).map(|(joint, twin)| twin - joint).collect();
    let draws = |rows: &[f64]| -> Vec<f64> {
        rows.iter().flat_map(|a| rows.iter().map(move |b| (a + b) / 2.0)).collect()
    };
    let pair = Pair { units: &[5, 7, 9], joint: losses(&joint, &THREE), twin: losses(&twin, &THREE) };
    let task = TaskPairs { name: "a", metric: MetricKind::Loss, seeds: vec![pair] };
    let report = run(&[task], exact(4_000));
    let found = report.tasks[0].difference.expect("an interval");
    assert_interval(found, gained.iter().sum::<f64>() / 3.0, percentiles(draws(&gained)), STUDENT_2 / NORMAL);
    let percent = report.tasks[0].percent.expect("an interval");
    let of_draws: Vec<f64> =
        draws(&gained).iter().zip(draws(&twin)).map(|(gained, twin)| 100.0 * gained / twin).collect();
    assert_interval(percent, 100.0 * 0.9 / 2.4, percentiles(of_draws), STUDENT_2 / NORMAL);
    assert_eq!((report.method.luck, report.tasks[0].seed_share), (Luck::Rows, None));
}

/// Three seeds on the same three rows: two draws of each, 81 in all; the rows drawn are the same for all seeds.
#[test]
fn several_seeds_are_resampled_as_all_draws_of_seeds_and_rows_are() {
    let joint = [[0.1, 0.5, 0.9], [0.2, 0.2, 0.8], [0.6, 0.3, 1.0]];
    let twin = [[0.4, 0.4, 1.6], [0.3, 0.9, 1.1], [0.5, 0.5, 1.2]];
    let gained = |seed: usize, row: usize| twin[seed][row] - joint[seed][row];
    let (mut both, mut rows_alone) = (Vec::new(), Vec::new());
    for draw in 0..81 {
        let [row_a, row_b, seed_a, seed_b] = [draw % 3, draw / 3 % 3, draw / 9 % 3, draw / 27];
        let of_seed = |seed: usize| (gained(seed, row_a) + gained(seed, row_b)) / 2.0;
        both.push((of_seed(seed_a) + of_seed(seed_b)) / 2.0);
        rows_alone.push((0..3).map(of_seed).sum::<f64>() / 3.0);
    }
    let (all, of_rows) = (variance(&both), variance(&rows_alone));
    let freedom = all * all / ((all - of_rows).powi(2) / 2.0 + of_rows * of_rows / 2.0);
    assert!((freedom - FREEDOM).abs() < 1e-3, "{freedom}");
    let seeds = joint.iter().zip(&twin).map(|(joint, twin)| Pair {
        units: &[0, 1, 2],
        joint: losses(joint, &THREE),
        twin: losses(twin, &THREE),
    });
    let task = TaskPairs { name: "a", metric: MetricKind::Loss, seeds: seeds.collect() };
    let report = run(&[task], exact(20_000));
    let value = (0..9).map(|cell| gained(cell / 3, cell % 3)).sum::<f64>() / 9.0;
    assert_interval(
        report.tasks[0].difference.expect("an interval"),
        value,
        percentiles(both),
        STUDENT / NORMAL,
    );
    let share = report.tasks[0].seed_share.expect("several seeds");
    assert!((share - (1.0 - of_rows / all)).abs() < 0.02, "{share}");
    assert_eq!(report.method.luck, Luck::RowsAndSeeds);
}

/// Rows whose two models lose about as much, drawn from a seed.
fn made(rows: usize, seed: u64, gain: f64) -> [Vec<f64>; 2] {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let twin: Vec<f64> = (0..rows).map(|_| rng.random_range(0.5..1.5)).collect();
    let joint = twin.iter().map(|loss| loss - gain + rng.random_range(-0.3..0.3)).collect();
    [joint, twin]
}

fn task<'a>(name: &'a str, units: &'a [u32], made: &'a [[Vec<f64>; 2]], ones: &'a [f64]) -> TaskPairs<'a> {
    let pair = |[joint, twin]: &'a [Vec<f64>; 2]| Pair {
        units,
        joint: losses(joint, ones),
        twin: losses(twin, ones),
    };
    TaskPairs { name, metric: MetricKind::Loss, seeds: made.iter().map(pair).collect() }
}

#[test]
fn one_seed_of_random_numbers_gives_one_result_whatever_the_slices() {
    let (units, ones) = ((0..60).collect::<Vec<u32>>(), vec![1.0; 60]);
    let own = [made(60, 1, 0.1), made(60, 2, 0.1)];
    let tasks = [task("a", &units, &own, &ones)];
    let settings = Settings { resamples: 100, ..Settings::default() };
    let mut slices = PairedBootstrap::new(&tasks, settings).expect("tasks that fit");
    for (slice, done) in [(1, 1), (0, 1), (41, 42), (1_000, 100)] {
        assert_eq!(slices.advance(slice), done == 100);
        assert_eq!((slices.done(), slices.is_done()), (done, done == 100));
    }
    assert_eq!(slices.report(), run(&tasks, settings));
    let other = run(&tasks, Settings { seed: 1, ..settings });
    assert_ne!(slices.report().tasks[0].difference, other.tasks[0].difference);
}

/// Rows of a group that agree are one witness: 40 groups of five equal rows are as good as 40 rows.
#[test]
fn rows_of_a_group_are_drawn_together() {
    let [joint, twin] = made(40, 3, 0.05);
    let alone: Vec<u32> = (0..40).collect();
    let ones = vec![1.0; 200];
    let five = |values: &[f64]| values.iter().flat_map(|value| [*value; 5]).collect::<Vec<f64>>();
    let groups: Vec<u32> = alone.iter().flat_map(|group| [*group; 5]).collect();
    let (once, fivefold) = ([[joint.clone(), twin.clone()]], [[five(&joint), five(&twin)]]);
    let of_rows = run(&[task("a", &alone, &once, &ones)], Settings::default());
    let settings = Settings { unit: Unit::Groups, ..Settings::default() };
    let of_groups = run(&[task("a", &groups, &fivefold, &ones)], settings);
    let [rows, groups] =
        [&of_rows, &of_groups].map(|report| report.tasks[0].difference.expect("an interval"));
    for (row, group) in [(rows.low, groups.low), (rows.high, groups.high)] {
        assert!((row - group).abs() < 1e-12, "{rows:?} {groups:?}");
    }
    let evidence = &of_groups.tasks[0].evidence;
    assert_eq!((evidence.rows, evidence.units, of_groups.method.units), (200, 40, 40));
    assert!(of_groups.method.sentence().contains("40 test groups"));
}

/// Two seeds that are one and the same training add nothing to what one says: rows are not counted twice.
#[test]
fn seeds_that_share_rows_share_their_luck() {
    let (units, ones) = ((0..80).collect::<Vec<u32>>(), vec![1.0; 80]);
    let own = made(80, 4, 0.1);
    let width = |seeds: usize| {
        let seeds = vec![own.clone(); seeds];
        let report =
            run(&[task("a", &units, &seeds, &ones)], Settings { resamples: 4_000, ..Settings::default() });
        report.tasks[0].difference.expect("an interval").half_width()
    };
    assert!((width(1) / width(5) - 1.0).abs() < 0.1, "{} {}", width(1), width(5));
}

/// Two tasks of opposite gains on the same rows: what a row adds to one, it takes from the other, and their mean has no luck.
#[test]
fn tasks_share_the_rows_drawn() {
    let units: Vec<u32> = (0..50).collect();
    let ones = vec![1.0; 50];
    let [joint, _] = made(50, 5, 0.1);
    let flat = vec![1.0; 50];
    let mirrored: Vec<f64> = joint.iter().map(|loss| 2.0 - loss).collect();
    let (first, second) = ([[joint, flat.clone()]], [[mirrored, flat]]);
    let report =
        run(&[task("a", &units, &first, &ones), task("b", &units, &second, &ones)], Settings::default());
    let overall = report.overall.percent.expect("an interval");
    assert!(overall.value.abs() < 1e-9 && overall.half_width() < 1e-9, "{overall:?}");
    assert!(report.tasks[0].percent.expect("an interval").half_width() > 1.0);
}

/// 20 rows are too few to count in the mean; a twin's score of 0.01 is too near to 0.
#[test]
fn the_mean_leaves_out_tasks_that_it_can_not_judge_and_says_so() {
    let (units, ones) = ((0..60).collect::<Vec<u32>>(), vec![1.0; 60]);
    let few = [made(20, 6, 0.1)];
    let own = [made(60, 7, 0.1)];
    let near = [[vec![0.02; 60], vec![0.01; 60]]];
    let short = units.get(..20).expect("60 rows");
    let tasks = [
        task("few", short, &few, &ones),
        task("own", &units, &own, &ones),
        task("near", &units, &near, &ones),
    ];
    let report = run(&tasks, Settings::default());
    assert_eq!(report.overall.left_out, ["few", "near"]);
    assert_eq!(report.overall.percent, report.tasks[1].percent);
    assert_eq!(report.tasks[2].percent, None);
    assert!(report.tasks[0].difference.is_some() && report.tasks[2].difference.is_some());
}

#[test]
fn what_does_not_fit_is_refused_in_a_sentence() {
    let ones = [1.0; 3];
    let pair = |rows: &'static [u32]| Pair {
        units: rows,
        joint: losses(&THREE, &ones),
        twin: losses(&THREE, &ones),
    };
    let task = |name, metric, seeds| TaskPairs { name, metric, seeds };
    let refused = |tasks: &[TaskPairs<'_>], settings| {
        PairedBootstrap::new(tasks, settings).err().map(|error| error.to_string())
    };
    let usual = Settings::default();
    assert_eq!(refused(&[], usual), Some(PairError::NoTasks.to_string()));
    let good = || task("a", MetricKind::Loss, vec![pair(&[0, 1, 2])]);
    assert_eq!(refused(&[good()], usual), None);
    let cases = [
        (vec![good(), task("b", MetricKind::Loss, vec![])], usual, "“b”: expected 1 seeds"),
        (vec![task("a", MetricKind::Loss, vec![])], usual, "at least one, found 0"),
        (vec![task("a", MetricKind::Loss, vec![pair(&[0, 1])])], usual, "“a”, seed 0: rows"),
        (vec![task("a", MetricKind::Auc, vec![pair(&[0, 1, 2])])], usual, "have no AUC"),
        (vec![good()], Settings { confidence: 1.0, ..usual }, "found 1"),
    ];
    for (tasks, settings, words) in cases {
        let found = refused(&tasks, settings).expect("an error");
        assert!(found.contains(words), "{found}");
    }
}
