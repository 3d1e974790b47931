//! Weightings on the Gramian: published and independently derived numbers.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::weighting::Gramian;
use polyhead::weighting::mgda::Mgda;
use polyhead::weighting::solver::{Measured, Solve};

/// The fixture of TorchJD's tests, and one of three tasks.
fn fixtures() -> [Measured; 2] {
    let two = [vec![-4.0, 1.0, 1.0], vec![6.0, 1.0, 1.0]];
    let three = [vec![1.0, 2.0, -1.0, 0.0], vec![-2.0, 1.0, 0.5, 1.0], vec![0.5, -3.0, 1.0, 2.0]];
    [two.to_vec(), three.to_vec()].map(|rows| Measured {
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

#[test]
fn mgda_equals_torchjd() {
    assert_golden(Mgda, [0.6, 0.4], [0.4705, 0.2347, 0.2947]);
}
