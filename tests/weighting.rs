//! Every weighting: five steps of weights worked out independently, and properties that hold for all.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use polyhead::config::RunConfig;
use polyhead::weighting::WeightingConfig;
use polyhead::weighting::{Distribution, Gramian, Knob, Needs, Signals, Weighting, WeightingKind};
use serde_json::json;

/// Losses of two tasks over five steps.
const LOSSES: [[f64; 2]; 5] = [[1.0, 2.0], [0.9, 1.5], [0.8, 1.2], [0.7, 1.1], [0.6, 1.0]];

/// Trivial losses of the two tasks.
const TRIVIAL: [f64; 2] = [1.0, 0.5];

/// Weights at each of the five steps, each step an epoch; worked out in NumPy from the papers' formulas.
const CASES: [(WeightingKind, [[f64; 2]; 5]); 12] = [
    (WeightingKind::Equal, [[1.0, 1.0]; 5]),
    // 1 / 1 and 1 / 0.5.
    (WeightingKind::NormalisedEqual, [[1.0, 2.0]; 5]),
    (WeightingKind::Manual, [[2.0, 0.0]; 5]),
    // s moves by Adam at 0.025 down 1 - e^-s L: by exactly 0 and 0.025 at first.
    (
        WeightingKind::Uncertainty,
        [
            [1.0, 1.0],
            [1.0, 0.975_310],
            [1.018_778, 0.953_116],
            [1.040_280, 0.934_512],
            [1.063_376, 0.919_213],
        ],
    ),
    // s moves up as the log variances move down.
    (
        WeightingKind::ImtlL,
        [
            [1.0, 1.0],
            [1.0, 0.975_310],
            [1.018_778, 0.953_116],
            [1.040_280, 0.934_512],
            [1.063_376, 0.919_213],
        ],
    ),
    (
        WeightingKind::ScaleInvariant,
        [[1.0, 0.5], [1.111_111, 0.666_667], [1.25, 0.833_333], [1.428_571, 0.909_091], [1.666_667, 1.0]],
    ),
    // 1 / (10 L) is 0.1 and 0.05: 2 e^0.1 / (e^0.1 + e^0.05).
    (
        WeightingKind::UncertaintySo,
        [
            [1.024_995, 0.975_005],
            [1.022_219, 0.977_781],
            [1.020_830, 0.979_170],
            [1.025_968, 0.974_032],
            [1.033_321, 0.966_679],
        ],
    ),
    // L / B is 1 and 4 at first, to the power 1 / 0.2 - 1 = 4: 2 · 1 / 257, and 2 · 256 / 257 over B = 1/2.
    (
        WeightingKind::Stch,
        [
            [0.007_782, 3.984_436],
            [0.016_069, 3.967_860],
            [0.024_390, 3.951_220],
            [0.020_291, 3.959_418],
            [0.016_069, 3.967_860],
        ],
    ),
    // √2 / 1 and √2 / 2 at first.
    (
        WeightingKind::Geometric,
        [
            [SQRT_2, FRAC_1_SQRT_2],
            [1.290_994, 0.774_597],
            [1.224_745, 0.816_497],
            [1.253_566, 0.797_724],
            [1.290_994, 0.774_597],
        ],
    ),
    // Equal for two epochs; then r = (0.9, 0.75): 2 e^0.45 / (e^0.45 + e^0.375) = 1.0375.
    (
        WeightingKind::Dwa,
        [[1.0, 1.0], [1.0, 1.0], [1.037_482, 0.962_518], [1.022_219, 0.977_781], [0.989_584, 1.010_416]],
    ),
    // Too few losses to know by how much they vary.
    (WeightingKind::Slaw, [[1.0, 1.0]; 5]),
    // First z = (1/2, 1/2), c = 4/3: 2 · 4/3 · 1/2 / (1, 2). Then ξ moves by 0.025, down for the first, which gained more.
    (
        WeightingKind::Famo,
        [
            [1.333_333, 0.666_667],
            [1.226_420, 0.773_580],
            [1.151_657, 0.848_343],
            [1.150_143, 0.849_857],
            [1.154_487, 0.845_513],
        ],
    ),
];

/// Weightings without a memory.
const FORMULAS: [WeightingKind; 4] = [
    WeightingKind::ScaleInvariant,
    WeightingKind::Geometric,
    WeightingKind::UncertaintySo,
    WeightingKind::Stch,
];

fn build(kind: WeightingKind, trivial: &[f64]) -> Box<dyn Weighting> {
    let weights = [2.0, 0.0, 1.0].into_iter().take(trivial.len()).collect();
    kind.build(&WeightingConfig { kind, weights, ..WeightingConfig::default() }, trivial, 7)
}

fn step(weighting: &mut dyn Weighting, losses: &[Option<f64>]) -> Vec<f64> {
    let losses = match weighting.needs() {
        Needs::Nothing => &[],
        Needs::Losses | Needs::Gramian => losses,
    };
    let found = weighting.weights(&Signals { losses, gramian: None });
    if weighting.needs_losses_after() {
        // An update takes a tenth off each loss.
        let after: Vec<_> = losses.iter().map(|loss| loss.map(|loss| (loss - 0.1).max(0.0))).collect();
        weighting.after_update(&after);
    }
    found
}

fn some(losses: &[f64]) -> Vec<Option<f64>> {
    losses.iter().copied().map(Some).collect()
}

#[test]
fn five_steps_are_those_worked_out() {
    for (kind, expected) in CASES {
        let mut weighting = build(kind, &TRIVIAL);
        for (place, (losses, expected)) in LOSSES.iter().zip(expected).enumerate() {
            let found = step(weighting.as_mut(), &some(losses));
            let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 2e-6;
            assert!(found.iter().zip(&expected).all(is_near), "{kind:?}, step {place}: {found:?}");
            weighting.end_epoch(&some(losses));
        }
    }
}

#[test]
fn every_kind_has_a_case_a_card_and_its_own_name() {
    for kind in WeightingKind::ALL {
        // Random weights have a test of their own, methods on the Gramian a file of theirs.
        let is_elsewhere = kind == WeightingKind::Random || build(kind, &TRIVIAL).needs() == Needs::Gramian;
        assert!(is_elsewhere || CASES.iter().any(|(case, _)| *case == kind), "{kind:?} has no case");
        assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.key());
    }
}

#[test]
fn random_weights_are_seeded_sum_to_the_number_of_tasks_and_change() {
    for distribution in Distribution::ALL {
        let draw = |seed| {
            let config = WeightingConfig { distribution, ..WeightingConfig::default() };
            let mut weighting = WeightingKind::Random.build(&config, &[1.0; 3], seed);
            std::array::from_fn::<_, 2_000, _>(|_| step(weighting.as_mut(), &[]))
        };
        let draws = draw(7);
        assert_eq!(draws, draw(7));
        assert_ne!(draws, draw(8));
        assert_ne!(draws[0], draws[1]);
        assert!(draws.iter().all(|weights| (weights.iter().sum::<f64>() - 3.0).abs() < 1e-12));
        // A share's mean is 1/3; its variance 1/18 for Dirichlet(1, 1, 1), and 0.0495 for the softmax of three normal numbers,
        // by a million draws in Python.
        let shares = draws.iter().map(|weights| weights[0] / 3.0);
        let mean = shares.clone().sum::<f64>() / 2_000.0;
        let variance = shares.map(|share| (share - mean).powi(2)).sum::<f64>() / 2_000.0;
        let expected = match distribution {
            Distribution::Normal => 0.0495,
            Distribution::Dirichlet => 1.0 / 18.0,
        };
        assert!((mean - 1.0 / 3.0).abs() < 0.02, "{distribution:?}: mean {mean}");
        assert!((variance - expected).abs() < 0.003, "{distribution:?}: variance {variance}");
    }
}

#[test]
fn weights_stay_finite_whatever_the_losses_do() {
    let sequences: [[f64; 2]; 6] =
        [[0.0, 0.0], [1e-30, 1e30], [1e30, 1e-30], [0.0, 5.0], [5.0, 5.0], [1e-8, 0.0]];
    for kind in WeightingKind::ALL {
        // A task whose training labels are all alike has a trivial loss of 0.
        let mut weighting = build(kind, &[1.0, 0.0]);
        for losses in sequences.iter().cycle().take(600) {
            let found = step(weighting.as_mut(), &some(losses));
            assert_eq!(found.len(), 2, "{kind:?}");
            assert!(
                found.iter().all(|weight| weight.is_finite() && *weight >= 0.0),
                "{kind:?} {losses:?}: {found:?}"
            );
            weighting.end_epoch(&some(losses));
        }
    }
}

#[test]
fn a_task_absent_from_a_batch_keeps_its_own_state() {
    // Where tasks have states of their own, the second's is that of a run without the batch it was absent from.
    for kind in [WeightingKind::Uncertainty, WeightingKind::ImtlL, WeightingKind::ScaleInvariant] {
        let (mut with, mut without) = (build(kind, &TRIVIAL), build(kind, &TRIVIAL));
        for weighting in [&mut with, &mut without] {
            step(weighting.as_mut(), &[Some(1.0), Some(2.0)]);
        }
        let absent = step(with.as_mut(), &[Some(0.5), None]);
        assert!(absent.iter().all(|weight| weight.is_finite()), "{kind:?}");
        let losses = [Some(0.4), Some(1.9)];
        let (with, without) = (step(with.as_mut(), &losses), step(without.as_mut(), &losses));
        assert_eq!(with[1], without[1], "{kind:?}");
        assert_ne!(with[0], 1.0, "{kind:?}");
    }
}

#[test]
fn a_task_absent_from_a_batch_has_no_say_in_the_others_weights() {
    // Where there is no memory, the present tasks' weights are those of a run without the absent one.
    for kind in FORMULAS {
        let (mut three, mut two) = (build(kind, &[1.0; 3]), build(kind, &[1.0; 2]));
        let before = step(three.as_mut(), &[Some(3.0), Some(0.2), Some(0.7)]);
        let found = step(three.as_mut(), &[Some(0.5), None, Some(2.0)]);
        let pair = step(two.as_mut(), &[Some(0.5), Some(2.0)]);
        assert_eq!(found, [pair[0], before[1], pair[1]], "{kind:?}");
    }
}

#[test]
fn to_famo_a_task_that_is_never_there_has_no_say() {
    let (mut three, mut two) = (build(WeightingKind::Famo, &[1.0; 3]), build(WeightingKind::Famo, &[1.0; 2]));
    for [first, second] in LOSSES {
        let pair = step(two.as_mut(), &[Some(first), Some(second)]);
        assert_eq!(step(three.as_mut(), &[Some(first), None, Some(second)]), [pair[0], 1.0, pair[1]]);
    }
}

#[test]
fn knobs_make_weights_softer() {
    for (kind, knob, values) in [
        (WeightingKind::UncertaintySo, "tau", [0.01, 1.0, 2.0, 100.0]),
        (WeightingKind::Stch, "mu", [0.01, 0.5, 0.7, 0.999]),
    ] {
        let apart = |value: f64| {
            let config = serde_json::from_value(json!({"kind": kind, knob: value}));
            let mut weighting = kind.build(&config.expect("a configuration"), &[1.0; 2], 7);
            let found = step(weighting.as_mut(), &some(&LOSSES[0]));
            (found[0] - found[1]).abs()
        };
        // From all for one task to the same for both.
        let [one, soft, softer, equal] = values.map(apart);
        assert!(one > 1.99 && soft > softer && equal < 0.02, "{kind:?}");
    }
}

/// Worked out in NumPy: â and b̂ are the moving averages over 1 - 0.99ⁿ, s = √(â - b̂²).
#[test]
fn slaw_weighs_by_bias_corrected_deviations_once_there_are_ten_losses() {
    let mut weighting = build(WeightingKind::Slaw, &TRIVIAL);
    let losses = |step: usize| {
        let step = step as f64;
        [1.0 + 0.3 * step.sin(), 2.0 / step + 0.1 * (2.0 * step).cos()]
    };
    let found: Vec<Vec<f64>> = (1..=12).map(|n| step(weighting.as_mut(), &some(&losses(n)))).collect();
    assert!(found[..9].iter().all(|weights| weights[..] == [1.0, 1.0]));
    for (found, expected) in
        found[9..].iter().zip([[1.417_163, 0.582_837], [1.387_238, 0.612_762], [1.383_916, 0.616_084]])
    {
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 2e-6),
            "{found:?}"
        );
    }
    // By hand, of two that vary by 0.2 and 0.1 about one mean each: 2 (5, 10) / 15.
    let mut weighting = build(WeightingKind::Slaw, &TRIVIAL);
    let sides = (0..2_000).map(|step| if step % 2 == 0 { 1.0 } else { -1.0 });
    let last =
        sides.map(|side| step(weighting.as_mut(), &some(&[1.0 + 0.2 * side, 3.0 + 0.1 * side]))).last();
    let last = last.expect("a step");
    assert!((last[0] - 2.0 / 3.0).abs() < 1e-3 && (last[1] - 4.0 / 3.0).abs() < 1e-3, "{last:?}");
}

/// Averages that start at 0 gave it all: it had not varied at all.
#[test]
fn to_slaw_a_task_that_is_not_yet_seen_counts_as_the_mean() {
    let mut three = build(WeightingKind::Slaw, &[1.0; 3]);
    let mut two = build(WeightingKind::Slaw, &[1.0; 2]);
    for place in 0..40 {
        let [first, second] = LOSSES[place % 5];
        // The third task's first loss comes late.
        let third = (place >= 35).then_some(0.5);
        let found = step(three.as_mut(), &[Some(first), Some(second), third]);
        let pair = step(two.as_mut(), &[Some(first), Some(second)]);
        assert_eq!(found, [pair[0], pair[1], 1.0], "step {place}");
    }
}

#[test]
fn smooth_tchebycheff_follows_the_worst_task_in_units_of_the_baseline() {
    // A loss of 1 of a baseline of 4 is better than one of 0.5 of 1: 1/4 against 1/2, to the power 4: 1/256 against 16/256.
    let mut weighting = build(WeightingKind::Stch, &[4.0, 1.0]);
    let found = step(weighting.as_mut(), &[Some(1.0), Some(0.5)]);
    for (found, expected) in found.iter().zip([2.0 / 17.0 / 4.0, 32.0 / 17.0]) {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
    // Free of scale: the same shares when both have fallen to a tenth.
    let later = step(weighting.as_mut(), &[Some(0.1), Some(0.05)]);
    assert!(later.iter().zip(&found).all(|(later, found)| (later / found - 1.0).abs() < 1e-9), "{later:?}");
    // With mu = 1 it is normalised equal.
    let config = WeightingConfig { mu: 1.0, ..WeightingConfig::default() };
    let mut equal = WeightingKind::Stch.build(&config, &[4.0, 1.0], 7);
    assert_eq!(step(equal.as_mut(), &[Some(1.0), Some(0.5)]), [0.25, 1.0]);
}

/// The direction of steepest descent of `μ log Σ (p L / B)^(1/μ)` by differences in NumPy, for `p = (3, 1)` and `μ = 0.2`, as long as equal
/// weights are in units of the baselines.
#[test]
fn smooth_tchebycheff_looks_for_the_worst_of_preferred_losses() {
    let config = WeightingConfig { preference: vec![3.0, 1.0], ..WeightingConfig::default() };
    let mut weighting = WeightingKind::Stch.build(&config, &TRIVIAL, 7);
    for (losses, expected) in LOSSES.iter().zip([[0.973_948, 2.052_104], [1.326_214, 1.347_573]]) {
        let found = step(weighting.as_mut(), &some(losses));
        assert!(found.iter().zip(expected).all(|(found, own)| (found - own).abs() < 2e-6), "{found:?}");
    }
    // A task that is not preferred at all is left out.
    let config = WeightingConfig { preference: vec![1.0, 0.0], ..WeightingConfig::default() };
    let mut weighting = WeightingKind::Stch.build(&config, &TRIVIAL, 7);
    assert_eq!(step(weighting.as_mut(), &some(&LOSSES[0])), [2.0, 0.0]);
}

#[test]
fn a_preference_changes_what_takes_one_and_nothing_else() {
    let rows = [vec![1.0, 2.0, -1.0, 0.0], vec![-2.0, 1.0, 0.5, 1.0], vec![0.5, -3.0, 1.0, 2.0]];
    let gramian = Gramian::of_rows(&rows);
    for kind in WeightingKind::ALL {
        let found = |preference: Vec<f64>| {
            let config = WeightingConfig { preference, weights: vec![1.0; 3], ..WeightingConfig::default() };
            let losses = some(&[1.0, 2.0, 3.0]);
            kind.build(&config, &[1.0; 3], 7).weights(&Signals { losses: &losses, gramian: Some(&gramian) })
        };
        assert_eq!(found(vec![5.0, 1.0, 2.0]) != found(vec![]), kind.takes_preference(), "{kind:?}");
        // Only its proportions count.
        let near = |(one, other): (&f64, &f64)| (one - other).abs() < 1e-9;
        assert!(found(vec![2.0; 3]).iter().zip(&found(vec![])).all(near), "{kind:?}");
    }
}

/// Every knob, with a value that is not its default.
fn knobs() -> [(Knob, serde_json::Value); 6] {
    [
        (Knob::Tau, json!(3.0)),
        (Knob::Mu, json!(3.0)),
        (Knob::Gamma, json!(0.5)),
        (Knob::Alpha, json!(0.1)),
        (Knob::C, json!(0.1)),
        (Knob::Distribution, json!("dirichlet")),
    ]
}

#[test]
fn every_weighting_reads_its_own_knobs_and_no_others() {
    const STEPS: [[f64; 3]; 6] = [
        [1.0, 2.0, 3.0],
        [0.9, 1.9, 1.0],
        [0.4, 0.5, 0.5],
        [0.9, 0.3, 0.4],
        [0.2, 0.8, 1.2],
        [0.2, 0.8, 1.2],
    ];
    let rows = [vec![1.0, 2.0, -1.0, 0.0], vec![-2.0, 1.0, 0.5, 1.0], vec![0.5, -3.0, 1.0, 2.0]];
    let gramian = Gramian::of_rows(&rows);
    let last = |kind: WeightingKind, config: &RunConfig| {
        let config = WeightingConfig { weights: vec![1.0, 2.0, 3.0], ..config.weighting.clone() };
        let mut weighting = kind.build(&config, &[1.0; 3], 7);
        let steps = STEPS.map(|losses| {
            let signals = Signals { losses: &some(&losses), gramian: Some(&gramian) };
            let found = weighting.weights(&signals);
            weighting.after_update(&some(&losses.map(|loss| loss * loss / 4.0)));
            found
        });
        steps[5].clone()
    };
    for kind in WeightingKind::ALL {
        let default = RunConfig::default();
        for (knob, value) in knobs() {
            let patch = knob.field().rsplit('.').fold(value, |inner, name| json!({name: inner}));
            let turned = default.merged(&patch).expect("a field of the configuration");
            let is_read = last(kind, &turned) != last(kind, &default);
            assert_eq!(is_read, kind.knobs().contains(&knob), "{kind:?} {knob:?}");
        }
    }
}

#[test]
fn an_epoch_without_labels_changes_no_rate() {
    let mut weighting = build(WeightingKind::Dwa, &TRIVIAL);
    for losses in [[Some(1.0), Some(2.0)], [Some(0.9), Some(1.5)], [Some(0.8), None]] {
        weighting.end_epoch(&losses);
    }
    // Rates 8 / 9 and, kept, 3 / 4; worked out in NumPy. Taken for 0, the missing loss would give 1.22 and 0.78.
    let found = weighting.weights(&Signals { losses: &[], gramian: None });
    assert!((found[0] - 1.034_708).abs() < 2e-6, "{found:?}");
    weighting.end_epoch(&[Some(0.8), Some(0.75)]);
    // Rates 1 and 1 / 2, against the last loss that it had: 2 e^(1/2) / (e^(1/2) + e^(1/4)).
    let found = weighting.weights(&Signals { losses: &[], gramian: None });
    assert!((found[0] - 1.124_353).abs() < 2e-6, "{found:?}");
}

#[test]
fn task_order_does_not_matter() {
    for kind in WeightingKind::ALL.into_iter().filter(|kind| *kind != WeightingKind::Random) {
        let weights = |order: [usize; 3], manual: [f64; 3]| {
            let reorder = |values: [f64; 3]| order.map(|place| values[place]);
            let config =
                WeightingConfig { kind, weights: reorder(manual).to_vec(), ..WeightingConfig::default() };
            let mut weighting = kind.build(&config, &reorder([1.0, 0.5, 2.0]), 7);
            let mut found = Vec::new();
            for losses in [[1.0, 2.0, 3.0], [0.5, 1.9, 2.0], [0.4, 1.0, 1.5]] {
                found = step(weighting.as_mut(), &some(&reorder(losses)));
                weighting.end_epoch(&some(&reorder(losses)));
            }
            found
        };
        let (one, other) = (weights([0, 1, 2], [2.0, 0.0, 1.0]), weights([2, 0, 1], [2.0, 0.0, 1.0]));
        let is_near = |(place, weight): (usize, &f64)| (one[[2, 0, 1][place]] - weight).abs() < 1e-9;
        assert!(other.iter().enumerate().all(is_near), "{kind:?}: {one:?} {other:?}");
    }
}

#[test]
fn tasks_with_equal_losses_count_the_same() {
    for kind in WeightingKind::ALL {
        if matches!(kind, WeightingKind::Manual | WeightingKind::Random) {
            continue;
        }
        let mut weighting = build(kind, &[0.7, 0.7, 0.7]);
        for loss in [1.0, 0.8, 0.7, 0.5] {
            let found = step(weighting.as_mut(), &some(&[loss; 3]));
            assert!(found.iter().all(|weight| (weight - found[0]).abs() < 1e-12), "{kind:?}: {found:?}");
            weighting.end_epoch(&[Some(loss); 3]);
        }
    }
}
