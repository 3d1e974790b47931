//! The two-dimensional toy: its gradients, and from which starts each weighting reaches the front, as published.

use polyhead::toy::{Descent, Point, Toy};
use polyhead::weighting::WeightingKind;

const RATE: f64 = 1e-3;

/// Setting A, that of CAGrad: equal scales, 100 000 steps.
const STARTS_A: [Point; 3] = [[-8.5, 7.5], [-8.5, -5.0], [9.0, 9.0]];
const REACHED_A: [(WeightingKind, [bool; 3]); 4] = [
    (WeightingKind::Equal, [false, true, false]),
    (WeightingKind::Mgda, [true, true, true]),
    (WeightingKind::Pcgrad, [true, true, true]),
    (WeightingKind::Cagrad, [true, true, true]),
];

/// Setting B, that of Nash-MTL and FAMO: the first loss a tenth, 50 000 steps.
const STARTS_B: [Point; 5] = [[-8.5, 7.5], [0.0, 0.0], [9.0, 9.0], [-7.5, -0.5], [9.0, -1.0]];
const REACHED_B: [(WeightingKind, [bool; 5]); 5] = [
    (WeightingKind::Equal, [true, true, false, true, true]),
    (WeightingKind::NashMtl, [true; 5]),
    (WeightingKind::ImtlG, [true; 5]),
    (WeightingKind::Mgda, [true; 5]),
    (WeightingKind::Upgrad, [true, true, false, true, true]),
];

fn end(scale: f64, kind: WeightingKind, start: Point, steps: usize) -> (Point, [f64; 2]) {
    let toy = Toy { scale };
    let mut descent = Descent::new(toy, kind, start, RATE);
    (0..steps).for_each(|_| descent.step());
    (descent.place(), toy.measure(descent.place()).0)
}

#[test]
fn gradients_agree_with_finite_differences() {
    let toy = Toy { scale: 0.1 };
    for place in [[-8.5, 7.5], [0.3, 0.2], [9.0, 9.0], [-7.5, -0.5], [4.0, -6.0], [1.0, 2.0]] {
        let (_, gradients) = toy.measure(place);
        for axis in 0..2 {
            let moved = |by: f64| {
                let mut place: Point = place;
                place[axis] += by;
                toy.measure(place).0
            };
            let (up, down) = (moved(1e-6), moved(-1e-6));
            for task in 0..2 {
                let expected = (up[task] - down[task]) / 2e-6;
                let found = gradients[task][axis];
                assert!(
                    (found - expected).abs() < 1e-5 * expected.abs().max(1.0),
                    "{place:?} {found} {expected}"
                );
            }
        }
    }
}

#[test]
fn setting_a_reaches_the_front_as_published() {
    for (kind, expected) in REACHED_A {
        for (start, expected) in STARTS_A.into_iter().zip(expected) {
            let (place, losses) = end(1.0, kind, start, 100_000);
            println!("A {:<12} {start:?} -> {place:.3?} {losses:.3?}", kind.key());
            assert_eq!(Toy::is_front(place), expected, "{kind:?} from {start:?}: {place:?} {losses:?}");
            // CAGrad converges to the minimum of the mean, wherever it starts.
            if kind == WeightingKind::Cagrad {
                assert!(losses.iter().all(|loss| (loss + 15.092).abs() < 0.05), "{start:?} {losses:?}");
            }
        }
    }
}

#[test]
fn setting_b_reaches_the_front_as_published() {
    for (kind, expected) in REACHED_B {
        for (start, expected) in STARTS_B.into_iter().zip(expected) {
            let (place, losses) = end(0.1, kind, start, 50_000);
            println!("B {:<12} {start:?} -> {place:.3?} {losses:.3?}", kind.key());
            assert_eq!(Toy::is_front(place), expected, "{kind:?} from {start:?}: {place:?} {losses:?}");
        }
    }
}
