//! The two-dimensional toy: its gradients, and from which starts each weighting reaches the front, as published.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

use polyhead::report::ToyReport;
use polyhead::toy::{Descent, Picture, Point, Toy};
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
const REACHED_B: [(WeightingKind, [bool; 5]); 7] = [
    (WeightingKind::Equal, [true, true, false, true, true]),
    (WeightingKind::NashMtl, [true; 5]),
    (WeightingKind::Famo, [true; 5]),
    (WeightingKind::ImtlG, [true; 5]),
    (WeightingKind::Mgda, [true; 5]),
    (WeightingKind::Upgrad, [true, true, false, true, true]),
    (WeightingKind::AlignedMtl, [true, true, false, true, true]),
];

/// The second loss at the end of FAMO's runs from the same starts, by an independent implementation.
const FAMO_B: [f64; 5] = [-15.75, -14.98, -14.60, -16.33, -12.32];

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
            if kind == WeightingKind::Famo {
                let expected = FAMO_B[STARTS_B.iter().position(|other| *other == start).expect("a start")];
                assert!((losses[1] - expected).abs() < 0.3, "{start:?} {losses:?} {expected}");
            }
        }
    }
}

fn drawn(kind: WeightingKind, slice: usize) -> ToyReport {
    let mut picture = Picture::new(kind).expect("can be followed");
    while !picture.is_done() {
        picture.advance(slice);
    }
    picture.report()
}

#[test]
fn no_loss_falls_on_the_front_without_the_other_rising() {
    let front = drawn(WeightingKind::Equal, 100_000).front;
    assert_eq!((front[0].0, front[front.len() - 1].0), (-7.0, 7.0));
    for &(x, y) in &front[1..front.len() - 1] {
        let (_, [a, b]) = Toy { scale: 1.0 }.measure([x, y]);
        let cosine = (a[0] * b[0] + a[1] * b[1]) / (a[0].hypot(a[1]) * b[0].hypot(b[1]));
        assert!(cosine < -1.0 + 1e-6, "at {x} {y} the gradients have the cosine {cosine}");
        assert!(Toy::is_front([x, y]));
    }
}

#[test]
fn the_picture_is_the_same_in_slices_and_holds_what_was_walked() {
    let whole = drawn(WeightingKind::Mgda, 100_000);
    assert_eq!(whole, drawn(WeightingKind::Mgda, 997));
    assert_eq!((whole.steps, whole.steps_total), (100_000, 100_000));
    for (journey, start) in whole.journeys.iter().zip(STARTS_A) {
        let (place, losses) = end(1.0, WeightingKind::Mgda, start, 100_000);
        let places = &journey.places;
        assert_eq!((places[0], places[places.len() - 1]), (start.into(), place.into()));
        assert_eq!((journey.losses, journey.is_front), (losses, Toy::is_front(place)));
        assert!((30..=300).contains(&places.len()), "{} places", places.len());
        // Nothing that can be seen is left out between two of them.
        let longest = places.windows(2).map(|pair| (pair[0].0 - pair[1].0).hypot(pair[0].1 - pair[1].1));
        assert!(longest.fold(0.0, f64::max) < 0.5);
    }
    let surface = &whole.surface;
    assert_eq!((surface.means.len(), surface.means[0].len()), (40, 40));
    // The cell that holds the best mean is the one below the middle of the front.
    let least = |row: &Vec<f64>| row.iter().copied().fold(f64::INFINITY, f64::min);
    let best = surface.means.iter().map(least).fold(f64::INFINITY, f64::min);
    assert!((best + 15.092).abs() < 0.05, "{best}");
}

#[test]
fn every_weighting_with_a_meaning_on_the_plane_can_be_drawn_and_no_other() {
    for kind in WeightingKind::ALL {
        let is_known = ToyReport::weightings().any(|known| known == kind);
        match Picture::new(kind) {
            Ok(mut picture) => {
                picture.advance(1_000);
                let report = picture.report();
                assert!(is_known && report.weighting == kind);
                assert!(
                    report.journeys.iter().all(|journey| journey.losses.iter().all(|loss| loss.is_finite()))
                );
            }
            Err(problem) => {
                assert!(!is_known && problem.contains("choose one of equal, famo"), "{problem}")
            }
        }
    }
}
