//! Weightings on the Gramian: properties that hold for all, by name, and those that some have and others lack.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::collections::BTreeMap;

use polyhead::weighting::SolverStatus;
use polyhead::weighting::WeightingConfig;
use polyhead::weighting::fairgrad::FairGrad;
use polyhead::weighting::nash_mtl::NashMtl;
use polyhead::weighting::solver::{Measured, Solve};
use polyhead::weighting::{Gramian, Needs, Signals, WeightingKind};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64Mcg;
use serde_json::json;

/// Gradients with random directions and lengths of about e^-spread to e^spread.
fn random_rows(spread: f64, tasks: usize, width: usize, rng: &mut Pcg64Mcg) -> Vec<Vec<f64>> {
    let row = |_| {
        let scale = rng.random_range(-spread..=spread).exp();
        (0..width).map(|_| scale * rng.random_range(-1.0_f64..1.0)).collect()
    };
    (0..tasks).map(row).collect()
}

/// Each task's gradient times its factor.
fn scaled<const T: usize>(rows: &[Vec<f64>], factors: [f64; T]) -> Vec<Vec<f64>> {
    rows.iter().zip(factors).map(|(row, factor)| row.iter().map(|value| factor * value).collect()).collect()
}

fn measured(rows: &[Vec<f64>]) -> Measured {
    let tasks = (0..rows.len()).collect();
    Measured { tasks, losses: vec![1.0; rows.len()], gramian: Gramian::of_rows(rows) }
}

#[test]
fn those_that_ask_for_a_gramian_say_so() {
    for kind in WeightingKind::ALL {
        let needs = kind.build(&WeightingConfig::default(), &[1.0; 2], 7).needs();
        assert_eq!(kind.is_on_gramian(), needs == Needs::Gramian, "{kind:?}");
    }
}

#[test]
fn nash_and_fairgrad_satisfy_their_equations_on_400_random_gramians() {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let mut most = 0;
    for case in 0..400 {
        let tasks = 2 + case % 39;
        let measured = measured(&random_rows(4.0, tasks, tasks + 5, &mut rng));
        for (solution, power) in
            [(NashMtl.solve(&measured), 1.0), (FairGrad { alpha: 2.0 }.solve(&measured), 0.5)]
        {
            assert_eq!(solution.problem, None, "case {case}");
            most = most.max(solution.iterations);
            let sums = measured.gramian.times(&solution.weights);
            for (sum, weight) in sums.iter().zip(&solution.weights) {
                let error = (weight.powf(power) * sum - 1.0).abs();
                assert!(*weight > 0.0 && error < 1e-6, "case {case}: {error}");
            }
        }
    }
    println!("at most {most} rounds");
}

fn kinds() -> impl Iterator<Item = WeightingKind> {
    WeightingKind::ALL.into_iter().filter(|kind| kind.is_on_gramian())
}

fn weights(kind: WeightingKind, gramian: &Gramian) -> (Vec<f64>, SolverStatus) {
    let losses = vec![Some(1.0); gramian.size()];
    let mut weighting = kind.build(&WeightingConfig::default(), &vec![1.0; losses.len()], 7);
    let weights = weighting.weights(&Signals { losses: &losses, gramian: Some(gramian) });
    (weights, weighting.solver().expect("a solver"))
}

#[test]
fn identical_tasks_count_the_same() {
    let gramian = Gramian::of_rows(&vec![vec![3.0, -1.0, 2.0]; 3]);
    for kind in kinds() {
        let (found, _) = weights(kind, &gramian);
        assert!(found.iter().all(|weight| (weight - found[0]).abs() < 1e-6), "{kind:?} {found:?}");
        assert!(found[0] > 0.0, "{kind:?} {found:?}");
    }
}

#[test]
fn task_order_does_not_matter_but_to_gradient_surgery() {
    let mut rng = Pcg64Mcg::seed_from_u64(2);
    for kind in kinds().filter(|kind| !matches!(kind, WeightingKind::Pcgrad | WeightingKind::Gradvac)) {
        for _ in 0..20 {
            let rows = random_rows(2.0, 4, 6, &mut rng);
            let order = [2, 0, 3, 1];
            let (one, _) = weights(kind, &Gramian::of_rows(&rows));
            let (other, _) = weights(kind, &Gramian::of_rows(&order.map(|place| rows[place].clone())));
            for (place, weight) in other.iter().enumerate() {
                let expected = one[order[place]];
                assert!(
                    (weight - expected).abs() < 1e-5 * expected.abs().max(1.0),
                    "{kind:?} {one:?} {other:?}"
                );
            }
        }
    }
}

#[test]
fn weights_are_finite_whatever_the_gradients_are() {
    let made: [Vec<Vec<f64>>; 7] = [
        vec![vec![0.0, 0.0], vec![0.0, 0.0]],
        vec![vec![1.0, 2.0], vec![0.0, 0.0]],
        vec![vec![1.0, 2.0], vec![2.0, 4.0]],
        vec![vec![1.0, 2.0], vec![-1.0, -2.0]],
        vec![vec![1e15, 0.0], vec![1e15, 1e15]],
        vec![vec![1e-15, 0.0], vec![-1e-15, 1e-15]],
        vec![vec![1e15, 1.0], vec![-1.0, 1e-15]],
    ];
    for kind in kinds() {
        for rows in &made {
            let (found, status) = weights(kind, &Gramian::of_rows(rows));
            assert!(found.iter().all(|weight| weight.is_finite()), "{kind:?} {rows:?}: {found:?} {status:?}");
        }
        if matches!(kind, WeightingKind::Upgrad | WeightingKind::Dualproj) {
            assert_eq!(
                weights(kind, &Gramian::new(2, &[0.0; 4])).1.failed,
                1,
                "{kind:?} says nothing of zeros"
            );
        }
        let (_, status) = weights(kind, &Gramian::new(2, &[f64::NAN; 4]));
        assert_eq!(status.failed, 1, "{kind:?}");
    }
}

#[test]
fn an_absent_task_is_left_out_and_a_missing_gramian_reported() {
    let mut rng = Pcg64Mcg::seed_from_u64(3);
    let rows = random_rows(2.0, 3, 5, &mut rng);
    for kind in kinds() {
        let build = || kind.build(&WeightingConfig::default(), &[1.0; 3], 7);
        let gramian = Gramian::of_rows(&rows);
        let losses = [Some(1.0), None, Some(1.0)];
        let found = build().weights(&Signals { losses: &losses, gramian: Some(&gramian) });
        let (pair, _) = weights(kind, &gramian.select(&[0, 2]));
        assert_eq!(
            found,
            [pair[0], 1.0, pair[1]],
            "{kind:?}: a task that was never there counts as with equal weights"
        );
        let mut weighting = build();
        assert_eq!(weighting.weights(&Signals { losses: &[Some(1.0); 3], gramian: None }), [1.0; 3]);
        assert_eq!(weighting.solver().map(|status| status.failed), Some(1));
    }
}

/// Until the next measurement the weights are used for batches in which the task may well be present.
#[test]
fn a_task_absent_from_the_measured_batch_keeps_its_last_weight() {
    let mut rng = Pcg64Mcg::seed_from_u64(8);
    let gramian = Gramian::of_rows(&random_rows(2.0, 3, 5, &mut rng));
    for kind in kinds() {
        let mut weighting = kind.build(&WeightingConfig::default(), &[1.0; 3], 7);
        let mut ask = |losses: [Option<f64>; 3]| {
            weighting.weights(&Signals { losses: &losses, gramian: Some(&gramian) })
        };
        let before = ask([Some(1.0); 3]);
        for _ in 0..3 {
            assert_eq!(ask([Some(1.0), None, Some(1.0)])[1], before[1], "{kind:?}");
        }
        assert_eq!(ask([None; 3])[1], before[1], "{kind:?}");
    }
}

/// A negative weight is what equal projections ask for where a gradient lies between others: 16 of 25 random Gramians were refused.
#[test]
fn imtl_g_has_equal_projections_whatever_the_signs_of_its_weights() {
    let mut rng = Pcg64Mcg::seed_from_u64(9);
    let mut negative = 0;
    for case in 0..25 {
        let gramian = Gramian::of_rows(&random_rows(1.0, 10, 20, &mut rng));
        let (found, status) = weights(WeightingKind::ImtlG, &gramian);
        assert_eq!(status.failed, 0, "case {case}: {status:?}");
        assert!((found.iter().sum::<f64>() - 10.0).abs() < 1e-9);
        let dots = gramian.times(&found).into_iter().enumerate();
        let projections: Vec<f64> = dots.map(|(task, dot)| dot / gramian.norm(task)).collect();
        let is_equal = |one: &f64| *one > 0.0 && (one / projections[0] - 1.0).abs() < 1e-9;
        assert!(projections.iter().all(is_equal), "case {case}: {projections:?}");
        negative += usize::from(found.iter().any(|weight| *weight < 0.0));
    }
    assert!(negative > 12, "{negative} of 25 have a negative weight");
    // The second lies between the others, out of their plane. G y = ‖g‖: y₁ + 0.8 y₂ = 1 = 0.6 y₂ + y₃ and
    // 0.8 y₁ + 1.25 y₂ + 0.6 y₃ = √1.25, so that 0.25 y₂ = √1.25 - 1.4 < 0.
    let rows = [vec![1.0, 0.0, 0.0], vec![0.8, 0.6, 0.5], vec![0.0, 1.0, 0.0]];
    let (found, status) = weights(WeightingKind::ImtlG, &Gramian::of_rows(&rows));
    assert_eq!(status.failed, 0);
    assert!(found[1] < 0.0, "{found:?}");
}

/// Where the weights that make projections equal sum to less than 0, those that sum to 1 lead uphill for every task.
#[test]
fn imtl_g_refuses_weights_that_lead_uphill() {
    // As above with a second gradient of a hundredth: its weight, then -113 against 1.9 and 1.7, rules the sum.
    let rows = [vec![1.0, 0.0, 0.0], vec![0.008, 0.006, 0.005], vec![0.0, 1.0, 0.0]];
    let gramian = Gramian::of_rows(&rows);
    let (found, status) = weights(WeightingKind::ImtlG, &gramian);
    assert_eq!((found, status.failed), (vec![1.0; 3], 1));
}

/// How far the direction is against the task it is most against, in units of the trace; below 0 if it is.
///
/// Methods with a ridge are judged by the bound that they keep: `((G + ridge · tr G · I) w)_t >= 0`.
fn margin(kind: WeightingKind, gramian: &Gramian) -> f64 {
    let (found, _) = weights(kind, gramian);
    let has_ridge = matches!(kind, WeightingKind::Upgrad | WeightingKind::Dualproj);
    let ridge = if has_ridge { 1e-4 } else { 0.0 };
    let dots = gramian.times(&found).into_iter().zip(&found);
    let margins = dots.map(|(dot, weight)| dot / gramian.trace() + ridge * weight);
    margins.fold(f64::INFINITY, f64::min)
}

/// TorchJD's table of properties (Quinton & Rey 2024, table 1), both ways: a method without a property has a counterexample.
#[test]
fn methods_against_no_task_are_those_of_the_papers() {
    let mut rng = Pcg64Mcg::seed_from_u64(4);
    let mut worst = BTreeMap::new();
    for case in 0..200 {
        let gramian = Gramian::of_rows(&random_rows(0.0, 2 + case % 5, 8, &mut rng));
        for kind in kinds() {
            let lowest = worst.entry(kind.key()).or_insert(f64::INFINITY);
            *lowest = margin(kind, &gramian).min(*lowest);
        }
    }
    for kind in kinds() {
        let is_safe = matches!(
            kind,
            WeightingKind::Mgda | WeightingKind::NashMtl | WeightingKind::Upgrad | WeightingKind::Dualproj
                // Fair shares solve Gα = α^(-1/a) > 0 as Nash's do.
                | WeightingKind::Fairgrad
                // Equal angles and equal projections are acute where gradients are independent, as these are; the table has IMTL-G
                // otherwise, whose weights that lead uphill are refused here.
                | WeightingKind::Config
                | WeightingKind::ImtlG
        );
        let lowest = worst[kind.key()];
        println!("{:<12} {lowest:.2e}", kind.key());
        assert!(if is_safe { lowest > -1e-10 } else { lowest < -1e-2 }, "{kind:?}: {lowest}");
    }
}

/// The same table: a method is linear under scaling if the direction for the sum of two scalings is the sum of the directions.
#[test]
fn methods_linear_when_gradients_are_scaled_are_those_of_the_papers() {
    let rows = [vec![1.0, 2.0, -1.0, 0.0], vec![-2.0, 1.0, 0.5, 1.0], vec![0.5, -3.0, 1.0, 2.0]];
    for (kind, is_linear) in [
        (WeightingKind::Upgrad, true),
        (WeightingKind::Pcgrad, true),
        (WeightingKind::Mgda, false),
        (WeightingKind::Dualproj, false),
        (WeightingKind::NashMtl, false),
        (WeightingKind::ImtlG, false),
        (WeightingKind::Cagrad, false),
        (WeightingKind::AlignedMtl, false),
    ] {
        let direction = |factors: [f64; 3]| {
            let (found, _) = weights(kind, &Gramian::of_rows(&scaled(&rows, factors)));
            std::array::from_fn::<f64, 3, _>(|task| found[task] * factors[task])
        };
        let (one, other) = (direction([1.0, 1.0, 1.0]), direction([3.0, 1.0, 1.0]));
        let both = direction([4.0, 2.0, 2.0]);
        let error = (0..3).map(|task| (one[task] + other[task] - both[task]).abs()).fold(0.0, f64::max);
        println!("{:<12} {error:.2e}", kind.key());
        // UPGrad's ridge is a share of the trace, and so not linear.
        assert!(if is_linear { error < 1e-3 } else { error > 1e-1 }, "{kind:?}: {error}");
    }
}

#[test]
fn knobs_lead_from_one_method_to_another() {
    let mut rng = Pcg64Mcg::seed_from_u64(6);
    for _ in 0..20 {
        let gramian = Gramian::of_rows(&random_rows(1.0, 4, 6, &mut rng));
        let solved = |kind: WeightingKind, patch: serde_json::Value| {
            let config = serde_json::from_value(patch).expect("a configuration");
            let losses = [Some(1.0); 4];
            kind.build(&config, &[1.0; 4], 7).weights(&Signals { losses: &losses, gramian: Some(&gramian) })
        };
        let is_near = |one: &[f64], other: &[f64], tolerance: f64| {
            one.iter().zip(other).all(|(one, other)| (one - other).abs() < tolerance)
        };
        let still = solved(WeightingKind::Cagrad, json!({"c": 0.0}));
        assert!(is_near(&still, &[1.0; 4], 1e-9), "{still:?}");
        let (nash, _) = weights(WeightingKind::NashMtl, &gramian);
        let fair = solved(WeightingKind::Fairgrad, json!({"alpha": 1.0}));
        assert!(is_near(&fair, &nash, 1e-9), "{fair:?} {nash:?}");
        let (own, _) = weights(WeightingKind::Fairgrad, &gramian);
        assert!(!is_near(&fair, &own, 1e-3), "alpha changes nothing: {own:?}");
    }
}

#[test]
fn bargains_without_a_solution_are_reported() {
    for kind in [WeightingKind::NashMtl, WeightingKind::Fairgrad] {
        // Opposed gradients: no weights give both tasks a gain.
        let opposed = Gramian::of_rows(&[vec![1.0, 2.0], vec![-2.0, -4.0]]);
        let (found, status) = weights(kind, &opposed);
        assert_eq!(status.failed, 1, "{kind:?} {found:?}");
        // Those given are the weights under which they cancel: 2 to 1.
        assert!((found[0] / found[1] - 2.0).abs() < 1e-3, "{kind:?} {found:?}");
        // Opposed gradients leave no direction with equal angles either.
        assert_eq!(weights(WeightingKind::Config, &opposed).1.failed, 1);
        let three = Gramian::of_rows(&[vec![1.0, 0.0], vec![-1.0, 1.0], vec![-1.0, -1.0]]);
        assert_eq!(weights(kind, &three).1.failed, 1, "{kind:?}: three gradients around 0");
    }
}

#[test]
fn a_zero_gradient_is_left_out_where_lengths_are_divided_by_and_reported() {
    let rows = [vec![1.0, 2.0, -1.0], vec![0.0; 3], vec![-2.0, 1.0, 0.5]];
    let gramian = Gramian::of_rows(&rows);
    for kind in [
        WeightingKind::NashMtl,
        WeightingKind::Fairgrad,
        WeightingKind::Config,
        WeightingKind::DbMtl,
        WeightingKind::ImtlG,
    ] {
        let (found, status) = weights(kind, &gramian);
        let (pair, _) = weights(kind, &gramian.select(&[0, 2]));
        for (found, expected) in found.iter().zip([pair[0], (pair[0] + pair[1]) / 2.0, pair[1]]) {
            assert!((found - expected).abs() < 1e-12, "{kind:?} {found} {expected}");
        }
        assert_ne!(pair[0], pair[1]);
        assert_eq!(status.failed, 1, "{kind:?}");
        assert!(status.last_problem.is_some_and(|problem| problem.contains("zero")), "{kind:?}");
    }
}

#[test]
fn nash_is_free_of_the_losses_scales() {
    let mut rng = Pcg64Mcg::seed_from_u64(5);
    for _ in 0..50 {
        let rows = random_rows(2.0, 4, 6, &mut rng);
        let factors = [1.0, 100.0, 0.01, 3.0];
        let one = NashMtl.solve(&measured(&rows)).weights;
        let other = NashMtl.solve(&measured(&scaled(&rows, factors))).weights;
        for task in 0..4 {
            assert!((other[task] * factors[task] / one[task] - 1.0).abs() < 1e-6, "{one:?} {other:?}");
        }
    }
}
