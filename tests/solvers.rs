//! Weightings on the Gramian: every solver ends soon, whatever the gradients are, and its weights are what its method promises.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::sync::mpsc;
use std::time::Duration;

use polyhead::weighting::SolverStatus;
use polyhead::weighting::{Gramian, Signals, WeightingConfig, WeightingKind};
use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

/// Rounds that no solver may exceed.
const MOST_ROUNDS: usize = 2_000;

/// What one method may take for all Gramians of a test; without a bound it took for ever.
const LONGEST: Duration = Duration::from_secs(60);

fn normal(rng: &mut Pcg64Mcg) -> f64 {
    StandardNormal.sample(rng)
}

/// Gradients within `angle` of one direction (in radians, roughly), of lengths from 1 to `spread`.
fn bundle(tasks: usize, angle: f64, spread: f64, rng: &mut Pcg64Mcg) -> Vec<Vec<f64>> {
    let width = tasks + 3;
    let middle: Vec<f64> = (0..width).map(|_| normal(rng)).collect();
    let length = middle.iter().map(|value| value * value).sum::<f64>().sqrt();
    let row = |rng: &mut Pcg64Mcg| {
        let scale = rng.random_range(0.0..=spread.ln().max(1e-9)).exp();
        middle.iter().map(|value| scale * (value / length + angle * normal(rng))).collect()
    };
    (0..tasks).map(|_| row(rng)).collect()
}

/// The same with every other gradient turned round.
fn opposed(tasks: usize, angle: f64, spread: f64, rng: &mut Pcg64Mcg) -> Vec<Vec<f64>> {
    let mut rows = bundle(tasks, angle, spread, rng);
    for row in rows.iter_mut().step_by(2) {
        row.iter_mut().for_each(|value| *value = -*value);
    }
    rows
}

/// As a device measures it: dot products in f32.
fn measured(rows: &[Vec<f64>]) -> Gramian {
    let exact = Gramian::of_rows(rows);
    let rounded: Vec<f64> = (0..exact.size())
        .flat_map(|row| exact.row(row).iter().map(|&value| f64::from(value as f32)).collect::<Vec<_>>())
        .collect();
    Gramian::new(exact.size(), &rounded)
}

/// Gramians at the limits of what can be solved.
fn hard_cases() -> Vec<Gramian> {
    let mut rng = Pcg64Mcg::seed_from_u64(11);
    let mut cases = Vec::new();
    for tasks in [2, 3, 5, 10, 20, 40] {
        for angle in [0.0, 1e-6, 1e-4, 1e-3, 1e-2] {
            for spread in [1.0, 1.8, 30.0] {
                for case in 0..(80 / tasks).clamp(2, 20) {
                    for rows in
                        [bundle(tasks, angle, spread, &mut rng), opposed(tasks, angle, spread, &mut rng)]
                    {
                        let gramian = if case % 2 == 0 { Gramian::of_rows(&rows) } else { measured(&rows) };
                        cases.push(gramian);
                    }
                }
            }
        }
        for scale in [1e-15, 1e15] {
            let rows = bundle(tasks, 1.0, 2.0, &mut rng);
            let rows: Vec<Vec<f64>> =
                rows.iter().map(|row| row.iter().map(|value| value * scale).collect()).collect();
            cases.push(Gramian::of_rows(&rows));
        }
        // Of rank one, and of a rank far below the number of tasks.
        cases.push(Gramian::of_rows(&(0..tasks).map(|_| vec![normal(&mut rng)]).collect::<Vec<_>>()));
        cases.push(Gramian::of_rows(
            &(0..tasks).map(|_| vec![normal(&mut rng), normal(&mut rng)]).collect::<Vec<_>>(),
        ));
    }
    cases
}

fn solve(kind: WeightingKind, gramian: &Gramian) -> (Vec<f64>, SolverStatus) {
    let losses = vec![Some(1.0); gramian.size()];
    let mut weighting = kind.build(&WeightingConfig::default(), &vec![1.0; losses.len()], 7);
    let weights = weighting.weights(&Signals { losses: &losses, gramian: Some(gramian) });
    (weights, weighting.solver().expect("a solver"))
}

/// What `work` gives, if it ends in time.
fn within<R: Send + 'static>(longest: Duration, work: impl FnOnce() -> R + Send + 'static) -> Option<R> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(longest).ok()
}

/// How far above the lowest value of `value` over the simplex of two tasks a found share lies, in units of `scale`.
fn above_lowest(found: f64, scale: f64, value: impl Fn(f64) -> f64) -> f64 {
    let grid = (0..=20_000).map(|step| value(f64::from(step) / 20_000.0));
    (value(found) - grid.fold(f64::INFINITY, f64::min)) / scale
}

/// Against every twenty-thousandth of the way between two gradients: no other point of their hull is lower.
#[test]
fn mgda_and_cagrad_find_the_minimum_between_two_nearly_parallel_gradients() {
    let mut rng = Pcg64Mcg::seed_from_u64(12);
    for case in 0..300 {
        let angle = [1e-4, 1e-3, 1e-2, 1.0][case % 4];
        let rows = bundle(2, angle, [1.0, 1.8][case % 2], &mut rng);
        let gramian = if case % 3 == 0 { measured(&rows) } else { Gramian::of_rows(&rows) };
        let [a, b, c] = [gramian.get(0, 0), gramian.get(0, 1), gramian.get(1, 1)];
        let squared = |share: f64| {
            share * share * a + 2.0 * share * (1.0 - share) * b + (1.0 - share) * (1.0 - share) * c
        };
        let (found, status) = solve(WeightingKind::Mgda, &gramian);
        assert_eq!(status.failed, 0, "{gramian:?}");
        let above = above_lowest(found[0] / 2.0, a, squared);
        assert!(above < 1e-9, "MGDA {gramian:?}: {above}");
        // w = T (1/T + r / |x| u) with u₁ + u₂ = 1, r = c |g₀|, so that w₁ + w₂ - 2 = 2 r / |x|.
        let (found, status) = solve(WeightingKind::Cagrad, &gramian);
        assert_eq!(status.failed, 0, "{gramian:?}");
        let share = (found[0] - 1.0) / (found[0] + found[1] - 2.0);
        let length = squared(0.5).sqrt();
        let along = |share: f64| share * (a + b) / 2.0 + (1.0 - share) * (b + c) / 2.0;
        let value = |share: f64| along(share) + 0.5 * length * squared(share).max(0.0).sqrt();
        let above = above_lowest(share, a, value);
        assert!((-1e-9..1.0 + 1e-9).contains(&share) && above < 1e-9, "CAGrad {gramian:?}: {share} {above}");
    }
}

/// The case took 16 seconds: coordinate descent crawls where gradients are nearly opposed.
#[test]
fn forty_nearly_opposed_tasks_are_projected_in_milliseconds() {
    let mut rng = Pcg64Mcg::seed_from_u64(13);
    for kind in [WeightingKind::Upgrad, WeightingKind::Dualproj] {
        let gramian = Gramian::of_rows(&opposed(40, 1e-3, 1.0, &mut rng));
        let own = gramian.clone();
        // A few milliseconds in truth; other tests want the processor too.
        let solved = within(Duration::from_secs(1), move || solve(kind, &own));
        let (found, status) = solved.unwrap_or_else(|| panic!("{kind:?} took a second"));
        println!("{kind:?}: {} rounds", status.most_iterations);
        assert!(status.failed == 0 && status.most_iterations <= 100, "{status:?}");
        // The conditions of the minimum: in the Gramian with its ridge, the direction is against no task.
        let scale = gramian.trace();
        let dots =
            gramian.times(&found).into_iter().zip(&found).map(|(dot, weight)| dot / scale + 1e-4 * weight);
        assert!(dots.into_iter().all(|dot| dot > -1e-9), "{kind:?}");
    }
}

/// The case: CAGrad left the simplex by cancellation, its steps were halved to 0, and it never came back.
#[test]
fn every_solver_ends_with_finite_weights() {
    let mut endless = Vec::new();
    for kind in WeightingKind::ALL.into_iter().filter(|kind| kind.is_on_gramian()) {
        let solved = within(LONGEST, move || {
            let solved = hard_cases().into_iter().map(|gramian| {
                let (weights, status) = solve(kind, &gramian);
                assert!(weights.iter().all(|weight| weight.is_finite()), "{kind:?} {gramian:?}: {weights:?}");
                if kind == WeightingKind::Mgda {
                    let sum: f64 = weights.iter().sum();
                    let tasks = weights.len() as f64;
                    assert!((sum / tasks - 1.0).abs() < 1e-9, "{kind:?} {gramian:?}: {weights:?}");
                    assert!(weights.iter().all(|weight| *weight >= 0.0), "{kind:?}: {weights:?}");
                    // The shortest vector of the hull: no gradient lies nearer to 0 along it, but for a ridge of up to a millionth.
                    let dots = gramian.times(&weights);
                    let lowest = dots.into_iter().fold(f64::INFINITY, f64::min) / tasks;
                    let gap =
                        (gramian.quadratic(&weights) / tasks / tasks - lowest) / gramian.trace() * tasks;
                    assert!(gap < 2e-6, "{kind:?} {gramian:?}: {gap}");
                }
                (status.most_iterations, status.failed)
            });
            solved.fold((0, 0), |(most, failed), (rounds, one)| (rounds.max(most), failed + one))
        });
        println!("{:<12} {solved:?}", kind.key());
        if solved.is_none_or(|(most, _)| most > MOST_ROUNDS) {
            endless.push(kind);
        }
    }
    assert!(endless.is_empty(), "not solved within {MOST_ROUNDS} rounds: {endless:?}");
}
