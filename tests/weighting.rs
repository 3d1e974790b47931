//! Every weighting: weights worked by hand, and properties that hold for all.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use std::f64::consts::{LN_2, LOG2_E};

use polyhead::config::WeightingConfig;
use polyhead::weighting::{Needs, Signals, WeightingKind};

/// Trivial losses of the cases: a standardised number, a fair coin (ln 2), four equal classes (ln 4).
const TRIVIAL: [f64; 3] = [1.0, LN_2, 2.0 * LN_2];

/// Weights by kind: equal sums losses as they are; normalised divides by the trivial loss (1 / ln 2 = log₂ e); manual takes 2, 0, 1.
const CASES: [(WeightingKind, [f64; 3]); 3] = [
    (WeightingKind::Equal, [1.0, 1.0, 1.0]),
    (WeightingKind::NormalisedEqual, [1.0, LOG2_E, LOG2_E / 2.0]),
    (WeightingKind::Manual, [2.0, 0.0, 1.0]),
];

fn weights(kind: WeightingKind, trivial: &[f64], manual: &[f64]) -> Vec<f64> {
    let config = WeightingConfig { kind, weights: manual.to_vec() };
    let mut weighting = kind.build(&config, trivial);
    let losses = match weighting.needs() {
        Needs::Nothing => Vec::new(),
        Needs::Losses => trivial.iter().map(|loss| Some(loss / 2.0)).collect(),
    };
    weighting.weights(&Signals { losses: &losses })
}

#[test]
fn weights_are_those_worked_by_hand() {
    for (kind, expected) in CASES {
        let found = weights(kind, &TRIVIAL, &[2.0, 0.0, 1.0]);
        let is_near = |(found, expected): (&f64, &f64)| (found - expected).abs() < 1e-5;
        assert!(found.iter().zip(&expected).all(is_near), "{kind:?}: {found:?}");
    }
}

#[test]
fn every_kind_has_a_case_a_card_and_its_own_name() {
    for kind in WeightingKind::ALL {
        assert!(CASES.iter().any(|(case, _)| *case == kind), "{kind:?} has no case");
        assert!(!kind.card().summary.is_empty());
        let json = serde_json::to_value(kind).expect("serialises");
        assert_eq!(json, kind.key());
    }
}

#[test]
fn weights_are_finite_and_as_many_as_tasks() {
    for kind in WeightingKind::ALL {
        // A task whose training labels are all alike has a trivial loss of 0.
        let found = weights(kind, &[1.0, 0.0], &[1.0, 1.0]);
        assert_eq!(found.len(), 2, "{kind:?}");
        assert!(found.iter().all(|weight| weight.is_finite() && *weight >= 0.0), "{kind:?}: {found:?}");
    }
}

#[test]
fn task_order_does_not_matter() {
    for kind in WeightingKind::ALL {
        let [a, b, c] = TRIVIAL;
        let one = weights(kind, &[a, b, c], &[2.0, 0.0, 1.0]);
        let other = weights(kind, &[c, a, b], &[1.0, 2.0, 0.0]);
        assert_eq!(vec![one[2], one[0], one[1]], other, "{kind:?}");
    }
}
