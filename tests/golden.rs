//! Weightings on the Gramian: published and independently derived numbers, method by method.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::weighting::aligned_mtl::AlignedMtl;
use polyhead::weighting::cagrad::CaGrad;
use polyhead::weighting::config::ConFig;
use polyhead::weighting::db_mtl::DbMtl;
use polyhead::weighting::dualproj::DualProj;
use polyhead::weighting::fairgrad::FairGrad;
use polyhead::weighting::gradnorm::GradNorm;
use polyhead::weighting::gradvac::GradVac;
use polyhead::weighting::imtl_g::ImtlG;
use polyhead::weighting::mgda::Mgda;
use polyhead::weighting::nash_mtl::NashMtl;
use polyhead::weighting::pcgrad::PcGrad;
use polyhead::weighting::solver::{Measured, Solve};
use polyhead::weighting::upgrad::UpGrad;
use polyhead::weighting::{Gramian, Preference, Signals, WeightingConfig, WeightingKind};

/// The fixture of TorchJD's tests, and one of three tasks.
fn fixtures() -> [Measured; 2] {
    let two = [vec![-4.0, 1.0, 1.0], vec![6.0, 1.0, 1.0]];
    let three = [vec![1.0, 2.0, -1.0, 0.0], vec![-2.0, 1.0, 0.5, 1.0], vec![0.5, -3.0, 1.0, 2.0]];
    [two.to_vec(), three.to_vec()].map(|rows: Vec<Vec<f64>>| Measured {
        tasks: (0..rows.len()).collect(),
        losses: vec![1.0; rows.len()],
        gramian: Gramian::of_rows(&rows),
    })
}

fn assert_golden(mut solver: impl Solve, two: [f64; 2], three: [f64; 3]) {
    let [first, second] = fixtures();
    for (measured, expected) in [(first, two.to_vec()), (second, three.to_vec())] {
        let found = solver.solve(&measured);
        assert_eq!(found.problem, None);
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-4;
        assert!(found.weights.iter().zip(&expected).all(is_near), "{found:?} {expected:?}");
    }
}

/// TorchJD's published numbers for the first fixture, those of an independent implementation for the second.
#[test]
fn golden_weights() {
    assert_golden(Mgda, [0.6, 0.4], [0.4705, 0.2347, 0.2947]);
    assert_golden(CaGrad { radius: 0.5 }, [0.7041, 0.5], [0.5686, 0.3333, 0.3586]);
    assert_golden(ImtlG, [0.5923, 0.4077], [0.4674, 0.2226, 0.3100]);
    assert_golden(AlignedMtl::default(), [0.5591, 0.4083], [0.3909, 0.2542, 0.2785]);
    assert_golden(NashMtl, [0.5915, 0.4071], [0.8525, 0.5150, 0.5669]);
    assert_golden(UpGrad::default(), [1.1109, 0.7894], [0.8333, 0.5077, 0.5865]);
    assert_golden(DualProj, [0.6109, 0.5], [0.3887, 0.3333, 0.3333]);
    assert_golden(FairGrad { alpha: 1.0 }, [0.5915, 0.4071], [0.8525, 0.5150, 0.5669]);
    assert_golden(ConFig, [1.2265, 0.8441], [1.4201, 0.6762, 0.9418]);
    // FairGrad's own alpha is known for three tasks, PCGrad's for two, where no order is to choose.
    let [two, three] = fixtures();
    for (found, expected) in [
        (FairGrad { alpha: 2.0 }.solve(&three), vec![0.7584, 0.4241, 0.4907]),
        (PcGrad::new(7).solve(&two), vec![2.2222, 1.5789]),
    ] {
        assert_eq!(found.problem, None);
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-4;
        assert!(found.weights.iter().zip(&expected).all(is_near), "{found:?} {expected:?}");
    }
}

/// Worked out with explicit gradients in Python.
#[test]
fn db_mtl_stretches_the_gradients_of_logarithms_to_the_longest() {
    let [two, three] = fixtures();
    for (measured, losses, expected) in [
        (two, vec![1.0, 2.0], vec![1.0, 0.688_247]),
        (three, vec![1.0, 2.0, 0.5], vec![3.082_207, 3.019_934, 2.0]),
    ] {
        let found = DbMtl.solve(&Measured { losses, ..measured }).weights;
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-6;
        assert!(found.iter().zip(&expected).all(is_near), "{found:?}");
    }
}

/// Worked out in Python, with numerical derivatives of the published loss by the logits.
#[test]
fn gradnorm_learns_equal_lengths_and_favours_slow_tasks() {
    const LOSSES: [[f64; 3]; 6] = [
        [1.0, 2.0, 3.0],
        [0.9, 1.9, 1.0],
        [0.4, 0.5, 0.5],
        [0.9, 0.3, 0.4],
        [0.2, 0.8, 1.2],
        [0.2, 0.8, 1.2],
    ];
    for (alpha, expected) in [
        (
            1.5,
            [
                [1.032_752, 1.032_753, 0.934_496],
                [1.076_632, 1.038_839, 0.884_529],
                [1.085_645, 1.044_102, 0.870_252],
            ],
        ),
        (
            0.12,
            [
                [1.032_752, 1.032_753, 0.934_496],
                [1.067_917, 1.056_400, 0.875_683],
                [1.085_860, 1.065_899, 0.848_242],
            ],
        ),
    ] {
        let [_, three] = fixtures();
        let mut solver = GradNorm::new(3, alpha);
        let steps =
            LOSSES.map(|losses| solver.solve(&Measured { losses: losses.to_vec(), ..three.clone() }).weights);
        assert_eq!(steps[0], [1.0; 3]);
        for (found, expected) in [&steps[2], &steps[4], &steps[5]].into_iter().zip(expected) {
            assert!(
                found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 5e-6),
                "{found:?}"
            );
        }
    }
}

/// With gradients that stay, the weighted ones end equally long where losses fall alike.
#[test]
fn gradnorm_ends_at_equal_lengths() {
    let [_, three] = fixtures();
    let mut solver = GradNorm::new(3, 1.5);
    let last = (0..2_000).map(|_| solver.solve(&three).weights).last().expect("a step");
    let lengths: Vec<f64> = (0..3).map(|task| last[task] * three.gramian.norm(task)).collect();
    let mean = lengths.iter().sum::<f64>() / 3.0;
    assert!(lengths.iter().all(|length| (length / mean - 1.0).abs() < 0.05), "{lengths:?}");
}

/// TorchJD's numbers for the first fixture.
#[test]
fn config_has_the_published_direction_and_equal_angles() {
    let [two, three] = fixtures();
    let found = ConFig.solve(&two).weights;
    let direction = [6.0 * found[1] - 4.0 * found[0], found[0] + found[1]];
    assert!((direction[0] - 0.1588).abs() < 1e-4 && (direction[1] - 2.0706).abs() < 1e-4, "{direction:?}");
    let found = ConFig.solve(&three).weights;
    let dots = three.gramian.times(&found);
    let cosines: Vec<f64> = (0..3).map(|task| dots[task] / three.gramian.norm(task)).collect();
    assert!(
        cosines[0] > 0.0 && cosines.iter().all(|cosine| (cosine - cosines[0]).abs() < 1e-9),
        "{cosines:?}"
    );
}

/// On the first fixture; worked out with explicit gradients in Python. The first step is PCGrad's.
#[test]
fn gradvac_aims_at_the_mean_of_past_cosines() {
    let [two, _] = fixtures();
    let mut solver = GradVac::new(2, 7);
    for expected in [[2.222_222, 1.578_947], [1.857_988, 1.406_415], [1.583_356, 1.276_327]] {
        let found = solver.solve(&two).weights;
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6),
            "{found:?}"
        );
    }
}

#[test]
fn to_gradvac_an_absent_task_changes_no_target() {
    let [_, three] = fixtures();
    let pair = Measured { tasks: vec![0, 2], losses: vec![1.0; 2], gramian: three.gramian.select(&[0, 2]) };
    let (mut with, mut without) = (GradVac::new(3, 7), GradVac::new(3, 7));
    // Both have seen the pair of 0 and 2; one of them has then seen 1 with 2, which may change nothing for that pair.
    let other = Measured { tasks: vec![1, 2], losses: vec![1.0; 2], gramian: three.gramian.select(&[1, 2]) };
    with.solve(&pair);
    without.solve(&pair);
    with.solve(&other);
    let (with, without) = (with.solve(&pair).weights, without.solve(&pair).weights);
    assert_eq!(with, without);
    assert_ne!(with, GradVac::new(3, 7).solve(&pair).weights);
}

/// Worked out in NumPy: of UPGrad the sum of the projections by the faces of the cone they lie on, of Aligned-MTL the paper's formula by
/// `numpy.linalg.eigh`.
#[test]
fn a_preference_weighs_projections_and_aligned_gradients() {
    let upgrad = |preference: &[f64]| UpGrad { preference: Preference::new(preference) };
    let aligned = |preference: &[f64]| AlignedMtl { preference: Preference::new(preference) };
    let [two, three] = fixtures();
    for (measured, preference, by_upgrad, by_aligned) in [
        (two, vec![4.0, 1.0], vec![1.044_368, 0.663_090], vec![0.695_445, 0.362_375]),
        (
            three,
            vec![5.0, 3.0, 2.0],
            vec![0.838_963, 0.462_875, 0.523_144],
            vec![0.488_661, 0.238_938, 0.254_537],
        ),
    ] {
        let found = [upgrad(&preference).solve(&measured), aligned(&preference).solve(&measured)];
        for (found, expected) in found.iter().zip([by_upgrad, by_aligned]) {
            assert_eq!(found.problem, None);
            let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 2e-6;
            assert!(found.weights.iter().zip(&expected).all(is_near), "{found:?} {expected:?}");
        }
    }
}

#[test]
fn a_preference_is_that_of_the_tasks_that_are_measured() {
    let preference = Preference::new(&[3.0, 5.0, 1.0]);
    assert_eq!(preference.among(&[0, 2]), [0.75, 0.25]);
    assert_eq!(Preference::default().among(&[1, 2]), [0.5, 0.5]);
    // None of them is preferred: they are alike.
    assert_eq!(Preference::new(&[0.0, 0.0, 1.0]).among(&[0, 1]), [0.5, 0.5]);
}

/// By hand: MGDA's weights of the fixture are 1.2 and 0.8 of two tasks, and (1, 1) moves a quarter of the way there at every step.
#[test]
fn smoothed_weights_follow_the_solution_slowly_and_only_where_it_was_measured() {
    let [two, _] = fixtures();
    let config = WeightingConfig { smoothing: 0.75, ..WeightingConfig::default() };
    let mut weighting = WeightingKind::Mgda.build(&config, &[1.0; 2], 7);
    let mut ask = |losses: [Option<f64>; 2]| {
        weighting.weights(&Signals { losses: &losses, gramian: Some(&two.gramian) })
    };
    for expected in [[1.05, 0.95], [1.0875, 0.9125]] {
        let found = ask([Some(1.0); 2]);
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-9;
        assert!(found.iter().zip(&expected).all(is_near), "{found:?}");
    }
    // The second is not in the batch: the first, alone, weighs 1 of 1.
    let found = ask([Some(1.0), None]);
    assert!(
        (found[0] - (0.75 * 1.0875 + 0.25)).abs() < 1e-9 && (found[1] - 0.9125).abs() < 1e-9,
        "{found:?}"
    );
    assert_eq!(weighting.solver().map(|status| status.solved), Some(3));
    // Weightings on losses alone are as they are.
    let mut equal = WeightingKind::ScaleInvariant.build(&config, &[1.0; 2], 7);
    assert_eq!(equal.weights(&Signals { losses: &[Some(2.0), Some(4.0)], gramian: None }), [0.5, 0.25]);
}
