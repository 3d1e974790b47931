//! Verdicts follow from intervals: a table of them, what they say, and that no world without a gain is called one.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::gain::{
    Baseline, Evidence, Gain, GainReport, GainUnit, Interval, Luck, Method, Overall, Pair, PairedBootstrap,
    Predictions, Settings, Standing, TaskGain, TaskPairs, TooFew, Unit, Verdict, standing_sentence,
};
use polyhead::metric::MetricKind;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

fn method(seeds: usize) -> Method {
    Method {
        resamples: 1_000,
        confidence: 0.95,
        seed: 0,
        seeds,
        luck: if seeds > 1 { Luck::RowsAndSeeds } else { Luck::Rows },
        unit: Unit::Rows,
        units: 200,
    }
}

fn evidence(seeds: usize) -> Evidence {
    Evidence { rows: 200, units: 200, seeds, minority: Some(80), differing: Some(40), undefined: 0.0 }
}

/// Accuracy 0.8 of the twin; 0.01 more are 1.25 %.
fn task(ends: [f64; 2], evidence: Evidence) -> TaskGain {
    let value = (ends[0] + ends[1]) / 2.0;
    let interval =
        |scale: f64| Some(Interval { value: scale * value, low: scale * ends[0], high: scale * ends[1] });
    TaskGain {
        name: "a".into(),
        gain: Gain::new(MetricKind::Accuracy, Some(0.8 + value), Some(0.8)),
        joint: None,
        twin: None,
        difference: interval(1.0),
        percent: interval(125.0),
        seed_share: None,
        evidence,
    }
}

#[test]
fn verdicts_are_those_of_the_table() {
    let said = |ends, seeds| Verdict::of_task(&task(ends, evidence(seeds)), &method(seeds)).sentence();
    let luck = "with one seed the luck of training is not in this interval: train more seeds";
    let cases = [
        ([0.01, 0.03], 5, "Learning together helps by 2.5 % (95 % interval 1.2 to 3.8).".to_owned()),
        ([-0.03, -0.01], 5, "Learning together hurts by 2.5 % (95 % interval -3.8 to -1.2).".to_owned()),
        (
            [0.01, 0.03],
            1,
            format!(
                "Learning together seems to help on these rows by 2.5 % (95 % interval 1.2 to 3.8); {luck}."
            ),
        ),
        (
            [-0.03, -0.01],
            1,
            format!(
                "Learning together seems to hurt on these rows by 2.5 % (95 % interval -3.8 to -1.2); {luck}."
            ),
        ),
        // Half of 0.04 is 2.5 % of 0.8, times 1 + 0.8416 / 1.96.
        ([-0.01, 0.03], 5, "No detectable difference: we could have seen one of 3.6 %.".to_owned()),
        (
            [-0.01, 0.03],
            1,
            "No detectable difference: we could have seen one of 3.6 %, the luck of training left aside."
                .to_owned(),
        ),
        ([0.0, 0.04], 5, "No detectable difference: we could have seen one of 3.6 %.".to_owned()),
    ];
    for (ends, seeds, expected) in cases {
        assert_eq!(said(ends, seeds), expected);
    }
}

#[test]
fn too_few_rows_are_known_from_enough() {
    let verdict = |ends, evidence| Verdict::of_task(&task(ends, evidence), &method(5));
    let reason = |ends, evidence| match verdict(ends, evidence) {
        Verdict::TooFewRows { reason } => Some(reason),
        Verdict::Helps { .. }
        | Verdict::SeemsToHelp { .. }
        | Verdict::Hurts { .. }
        | Verdict::SeemsToHurt { .. }
        | Verdict::NoDetectableDifference { .. } => None,
    };
    let helps = [0.01, 0.03];
    let few = |units| Evidence { units, ..evidence(5) };
    assert_eq!(reason(helps, few(29)), Some(TooFew::Units { found: 29, unit: Unit::Rows }));
    assert_eq!(reason(helps, few(30)), None);
    let one_sided = |minority| Evidence { minority: Some(minority), ..evidence(5) };
    assert_eq!(reason(helps, one_sided(9)), Some(TooFew::Minority { found: 9 }));
    assert_eq!(reason(helps, one_sided(10)), None);
    let alike = |differing| Evidence { differing: Some(differing), ..evidence(5) };
    assert_eq!(reason(helps, alike(5)), Some(TooFew::Differing { found: 5 }));
    assert_eq!(reason(helps, alike(6)), None);
    assert_eq!(reason([-0.01, 0.03], alike(5)), None);
    let undefined = |undefined| Evidence { undefined, ..evidence(5) };
    assert_eq!(reason(helps, undefined(0.06)), Some(TooFew::Undefined { share: 0.06 }));
    assert_eq!(reason(helps, undefined(0.05)), None);
    let unknown = TaskGain { difference: None, ..task(helps, evidence(5)) };
    assert_eq!(Verdict::of_task(&unknown, &method(5)), Verdict::TooFewRows { reason: TooFew::NoScore });
    let sentence = verdict(helps, few(12)).sentence();
    assert_eq!(sentence, "Too few test rows to tell: 12 rows have a label, and 30 are needed.");
}

/// Two models that answer alike on 200 rows may still differ in 3 of 200: 1.5 points, which are 1.9 % of 0.8.
#[test]
fn models_that_answer_alike_are_not_equal_for_certain() {
    let alike = Evidence { differing: Some(0), ..evidence(5) };
    let verdict = Verdict::of_task(&task([0.0, 0.0], alike), &method(5));
    assert_eq!(verdict.sentence(), "No detectable difference: we could have seen one of 1.9 %.");
}

#[test]
fn a_gain_without_percent_is_given_in_its_score() {
    let plain = TaskGain { percent: None, ..task([0.01, 0.03], evidence(5)) };
    let sentence = Verdict::of_task(&plain, &method(5)).sentence();
    assert_eq!(sentence, "Learning together helps by 0.020 in accuracy (95 % interval 0.010 to 0.030).");
    // An interval in percent that contradicts the one that decides is not shown.
    let odd = Interval { value: 2.5, low: -0.1, high: 5.0 };
    let odd = TaskGain { percent: Some(odd), ..task([0.01, 0.03], evidence(5)) };
    assert_eq!(Verdict::of_task(&odd, &method(5)).sentence(), sentence);
}

#[test]
fn the_verdict_over_all_tasks_is_that_of_the_mean_gain() {
    let report = |percent: Option<[f64; 2]>, units| GainReport {
        method: method(5),
        tasks: vec![task([0.01, 0.03], Evidence { units, ..evidence(5) })],
        overall: Overall {
            percent: percent.map(|[low, high]| Interval { value: (low + high) / 2.0, low, high }),
            seed_share: None,
            left_out: Vec::new(),
        },
    };
    let said = |percent, units| Verdict::overall(&report(percent, units)).sentence();
    assert_eq!(said(Some([1.0, 3.0]), 200), "Learning together helps by 2.0 % (95 % interval 1.0 to 3.0).");
    assert_eq!(
        said(Some([-3.0, -1.0]), 200),
        "Learning together hurts by 2.0 % (95 % interval -3.0 to -1.0)."
    );
    assert_eq!(said(Some([-1.0, 1.0]), 200), "No detectable difference: we could have seen one of 1.4 %.");
    assert_eq!(said(None, 8), "Too few test rows to tell: 8 rows have a label, and 30 are needed.");
}

#[test]
fn reports_and_verdicts_survive_json_in_camel_case() {
    // Binary fractions, which JSON keeps.
    let mut exact = task([0.25, 0.5], evidence(1));
    exact.gain = Gain::new(MetricKind::Accuracy, Some(0.75), Some(0.5));
    let report = GainReport {
        method: method(1),
        tasks: vec![exact],
        overall: Overall { percent: None, seed_share: None, left_out: vec!["a".into()] },
    };
    let text = serde_json::to_string(&report).expect("JSON");
    assert_eq!(serde_json::from_str::<GainReport>(&text).expect("the report"), report);
    assert!(
        text.contains("\"seedShare\"") && text.contains("\"leftOut\"") && text.contains("\"errorRatio\""),
        "{text}"
    );
    let verdict = Verdict::of_task(&report.tasks[0], &report.method);
    let text = serde_json::to_string(&verdict).expect("JSON");
    assert_eq!(serde_json::from_str::<Verdict>(&text).expect("the verdict"), verdict);
    assert!(text.contains("\"kind\":\"seems_to_help\""), "{text}");
    let _: GainUnit = serde_json::from_str(r#"{"kind": "score", "metric": "r2"}"#).expect("a measure");
}

#[test]
fn baselines_stand_in_one_sentence() {
    let gain = |low: f64, high: f64| Interval { value: (low + high) / 2.0, low, high };
    let [below, above, level] = [gain(-3.0, -1.0), gain(1.0, 3.0), gain(-1.0, 1.0)];
    let standings = [
        Standing::new(Baseline::Constant, Some(&below)),
        Standing::new(Baseline::Linear, Some(&below)),
        Standing::new(Baseline::Trees, None),
    ];
    let sentence = standing_sentence(&standings);
    assert_eq!(
        sentence,
        "Below the constant baseline and the linear model, not compared with boosted trees."
    );
    let standings =
        [Standing::new(Baseline::Constant, Some(&above)), Standing::new(Baseline::Trees, Some(&level))];
    assert_eq!(
        standing_sentence(&standings),
        "No detectable difference to boosted trees, above the constant baseline."
    );
    assert_eq!(standing_sentence(&[]), "");
}

/// Numbers predicted with errors of the given sizes, over seeds.
struct Made {
    units: Vec<u32>,
    actual: Vec<f64>,
    models: Vec<[Vec<f64>; 2]>,
}

fn made(rows: u32, seeds: usize, errors: [f64; 2], rng: &mut Pcg64Mcg) -> Made {
    let mut draw = |count: u32| -> Vec<f64> { (0..count).map(|_| StandardNormal.sample(rng)).collect() };
    let actual = draw(rows);
    // What a row has that no model can know is the same for both.
    let common = draw(rows);
    let models = (0..seeds).map(|_| {
        errors.map(|size| {
            let own = draw(rows);
            // A training that went better or worse.
            let luck = 1.0 + 0.03 * draw(1).first().copied().unwrap_or(0.0);
            let off = common.iter().zip(own).map(|(common, own)| size * luck * (0.8 * common + 0.6 * own));
            actual.iter().zip(off).map(|(actual, off)| actual + off).collect()
        })
    });
    let models = models.collect();
    Made { units: (0..rows).collect(), actual, models }
}

/// - `is_swapped`: whether joint model and twin change sides
fn compared(made: &Made, metric: MetricKind, is_swapped: bool) -> GainReport {
    let values = |predicted| Predictions::Values { predicted, actual: &made.actual };
    let seeds = made.models.iter().map(|[joint, twin]| {
        let (joint, twin) = if is_swapped { (twin, joint) } else { (joint, twin) };
        Pair { units: &made.units, joint: values(joint), twin: values(twin) }
    });
    let task = TaskPairs { name: "a", metric, seeds: seeds.collect() };
    let mut bootstrap = PairedBootstrap::new(&[task], Settings { resamples: 300, ..Settings::default() })
        .expect("a task that fits");
    bootstrap.advance(usize::MAX);
    bootstrap.report()
}

/// 1 where learning together helps, or seems to; -1 where it hurts; 0 else.
fn side(verdict: &Verdict) -> i32 {
    match verdict {
        Verdict::Helps { .. } | Verdict::SeemsToHelp { .. } => 1,
        Verdict::Hurts { .. } | Verdict::SeemsToHurt { .. } => -1,
        Verdict::NoDetectableDifference { .. } | Verdict::TooFewRows { .. } => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn swapping_the_models_turns_the_verdict_round(
        seed in any::<u64>(),
        seeds in 1_usize..5,
        gain in -0.3..0.3_f64,
        metric in prop::sample::select(vec![MetricKind::Rmse, MetricKind::R2, MetricKind::Spearman]),
    ) {
        let made = made(60, seeds, [0.7 - gain, 0.7], &mut Pcg64Mcg::seed_from_u64(seed));
        let [own, swapped] = [false, true].map(|is_swapped| compared(&made, metric, is_swapped));
        let [verdict, other] = [&own, &swapped].map(|report| Verdict::of_task(&report.tasks[0], &report.method));
        prop_assert_eq!(side(&verdict), -side(&other), "{:?} {:?}", verdict, other);
        let [ends, mirrored] = [&own, &swapped].map(|report| report.tasks[0].difference.expect("an interval"));
        prop_assert!((ends.low + mirrored.high).abs() < 1e-9 && (ends.high + mirrored.low).abs() < 1e-9);
        // The percentage has another divisor, so that only its sign is the same.
        prop_assert!(side(&Verdict::overall(&own)) * side(&Verdict::overall(&swapped)) <= 0);
    }
}

/// Without a gain, no more than one world in 40 should be called a gain, and as many a loss; with a gain of 29 %, nearly every one.
#[test]
fn worlds_without_a_gain_are_not_called_one() {
    let mut rng = Pcg64Mcg::seed_from_u64(3);
    let mut count = |seeds, errors: [f64; 2]| {
        let mut sides = [0; 3];
        for _ in 0..300 {
            let report = compared(&made(120, seeds, errors, &mut rng), MetricKind::Rmse, false);
            sides[(side(&Verdict::of_task(&report.tasks[0], &report.method)) + 1) as usize] += 1;
        }
        sides
    };
    for seeds in [2, 5] {
        let [hurts, _, helps] = count(seeds, [0.7, 0.7]);
        assert!(hurts <= 18 && helps <= 18, "{seeds} seeds: {hurts} hurt and {helps} help of 300");
    }
    let [hurts, _, helps] = count(5, [0.5, 0.7]);
    assert!(hurts == 0 && helps > 285, "{hurts} hurt and {helps} help of 300");
    // One seed does not know of its own luck, which is why it is never a win.
    let [hurts, _, helps] = count(1, [0.7, 0.7]);
    assert!(hurts + helps > 18, "{hurts} hurt and {helps} help of 300");
}

/// Two models of the same accuracy that answer 6 rows of 100 differently on average: no more than 1 in 20 are called a gain or a loss.
#[test]
fn few_answers_that_differ_are_no_gain() {
    let mut rng = Pcg64Mcg::seed_from_u64(8);
    let mut found = 0;
    for _ in 0..300 {
        let labels: Vec<usize> = (0..100).map(|_| usize::from(rng.random_bool(0.5))).collect();
        let [mut joint, mut twin] = [labels.clone(), labels.clone()];
        for row in 0..100 {
            let draw: f64 = rng.random_range(0.0..1.0);
            for (model, share) in [(&mut joint, 0.03), (&mut twin, 0.06)] {
                if draw < share && draw >= share - 0.03 {
                    model[row] = 1 - model[row];
                }
            }
        }
        let shares = |answers: &[usize]| {
            answers.iter().flat_map(|&answer| [1.0 - answer as f32, answer as f32]).collect()
        };
        let (joint, twin): (Vec<f32>, Vec<f32>) = (shares(&joint), shares(&twin));
        let units: Vec<u32> = (0..100).collect();
        let said = |probabilities| Predictions::Classes { probabilities, labels: &labels, classes: 2 };
        let pair = Pair { units: &units, joint: said(&joint), twin: said(&twin) };
        let task = TaskPairs { name: "a", metric: MetricKind::Accuracy, seeds: vec![pair; 2] };
        let mut bootstrap = PairedBootstrap::new(&[task], Settings { resamples: 300, ..Settings::default() })
            .expect("a task that fits");
        bootstrap.advance(usize::MAX);
        let report = bootstrap.report();
        found += side(&Verdict::of_task(&report.tasks[0], &report.method)).abs();
    }
    assert!(found <= 15, "{found} of 300");
}
