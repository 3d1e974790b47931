//! What heads of every kind say of a few rows: as usual, and as awkward as can be.

use polyhead::gain::Predicted;
use polyhead::task::TaskKind;
use polyhead::view::Evidence;

use crate::seen::{Said, classes, labels, names};

/// Numbers, or counts.
fn values(what: &'static str, is_count: bool, rows: &[[f64; 2]]) -> Said {
    let predicted = rows.iter().map(|[predicted, _]| *predicted).collect();
    let actual = rows.iter().map(|[_, actual]| *actual).collect();
    let predicted = if is_count {
        Predicted::Counts { predicted, actual }
    } else {
        Predicted::Values { predicted, actual }
    };
    Said { what, classes: Vec::new(), rows: rows.len(), evidence: Evidence::Rows(predicted) }
}

fn masks(what: &'static str, actual: &[&[u8]], predicted: &[&[u8]]) -> Said {
    let own = |masks: &[&[u8]]| masks.iter().map(|mask| mask.to_vec()).collect();
    let evidence = Evidence::Pixels { width: 2, actual: own(actual), predicted: own(predicted) };
    Said { what, classes: names(2), rows: actual.len(), evidence }
}

const NAN: f64 = f64::NAN;
const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

/// What a head of a kind says; the first one is as usual.
pub fn said(kind: TaskKind) -> Vec<Said> {
    match kind {
        TaskKind::Regression => vec![
            values("usual", false, &[[[1.0, 1.5], [2.0, 1.0], [-3.5, -2.0], [0.5, 4.0]]; 3].concat()),
            values("no rows", false, &[]),
            values("one row", false, &[[1.0, 2.0]]),
            values("all equal", false, &[[1.0, 1.0]; 5]),
            values("no numbers", false, &[[NAN, 1.0], [f64::INFINITY, 2.0], [1.0, 3.0]]),
            values("huge", false, &[[1e308, -1e308], [-1e308, 1e308]]),
        ],
        TaskKind::Count => vec![
            values("usual", true, &[[[1.0, 1.0], [2.5, 3.0], [0.2, 0.0], [4.0, 7.0]]; 3].concat()),
            values("no rows", true, &[]),
            values("one row", true, &[[1.0, 2.0]]),
            values("all zero", true, &[[0.0, 0.0]; 5]),
            values("no numbers", true, &[[NAN, 1.0], [f64::INFINITY, 2.0], [1.0, 3.0]]),
        ],
        TaskKind::Binary => vec![
            classes(
                "usual",
                false,
                &[(&[0.8, 0.2], 0), (&[0.4, 0.6], 0), (&[0.3, 0.7], 1), (&[0.9, 0.1], 1)],
            ),
            classes("no rows", false, &[]),
            classes("one row", false, &[(&[0.8, 0.2], 1)]),
            classes("first class only", false, &[(&[0.8, 0.2], 0), (&[0.4, 0.6], 0)]),
            classes("second class only", false, &[(&[0.8, 0.2], 1), (&[0.4, 0.6], 1)]),
            classes("all equal", false, &[(&[0.5, 0.5], 0), (&[0.5, 0.5], 1), (&[0.5, 0.5], 0)]),
            classes("sure", false, &[(&[1.0, 0.0], 0), (&[0.0, 1.0], 1), (&[1.0, 0.0], 1), (&[0.0, 1.0], 0)]),
            classes("no numbers", false, &[(&[f32::NAN, f32::NAN], 0), (&[0.4, 0.6], 1), (&[0.7, 0.3], 0)]),
            classes("no number at all", false, &[(&[f32::NAN, f32::NAN], 0), (&[f32::NAN, f32::NAN], 1)]),
        ],
        TaskKind::Multiclass => three(false),
        TaskKind::Ordinal => three(true),
        TaskKind::Multilabel => vec![
            labels(
                "usual",
                &[
                    ([0.8, 0.3], [YES, NO]),
                    ([0.4, 0.7], [NO, YES]),
                    ([0.6, 0.9], [YES, YES]),
                    ([0.7, 0.1], [NO, None]),
                ],
            ),
            labels("no rows", &[]),
            labels("one row", &[([0.8, 0.3], [YES, NO])]),
            labels("one label is never known", &[([0.8, 0.3], [YES, None]), ([0.2, 0.3], [NO, None])]),
            labels("one side only", &[([0.8, 0.3], [YES, NO]), ([0.2, 0.3], [YES, NO])]),
            labels("all equal", &[([0.5, 0.5], [YES, NO]), ([0.5, 0.5], [NO, YES])]),
            labels("sure", &[([0.0, 1.0], [YES, NO]), ([1.0, 0.0], [YES, NO]), ([0.0, 1.0], [NO, YES])]),
            labels("no numbers", &[([NAN, 0.3], [YES, NO]), ([0.2, NAN], [NO, YES])]),
        ],
        TaskKind::Mask => vec![
            masks("usual", &[&[0, 1, 1, 255], &[1, 1, 0, 0]], &[&[0, 0, 1, 1], &[1, 1, 0, 1]]),
            masks("no rows", &[], &[]),
            masks("no pixel has a class", &[&[255; 4]], &[&[0, 1, 0, 1]]),
            masks("one class only", &[&[0; 4]], &[&[0; 4]]),
        ],
    }
}

fn three(is_ordered: bool) -> Vec<Said> {
    let of = |what, rows: &[(&[f32], usize)]| classes(what, is_ordered, rows);
    vec![
        of(
            "usual",
            &[
                (&[0.7, 0.2, 0.1], 0),
                (&[0.3, 0.4, 0.3], 0),
                (&[0.2, 0.5, 0.3], 1),
                (&[0.1, 0.3, 0.6], 2),
                (&[0.5, 0.3, 0.2], 2),
            ],
        ),
        of("no rows", &[]),
        of("one row", &[(&[0.7, 0.2, 0.1], 1)]),
        of("one class only", &[(&[0.7, 0.2, 0.1], 1), (&[0.1, 0.2, 0.7], 1)]),
        of("all equal", &[(&[0.25, 0.5, 0.25], 0), (&[0.25, 0.5, 0.25], 1), (&[0.25, 0.5, 0.25], 2)]),
        of("sure", &[(&[1.0, 0.0, 0.0], 0), (&[0.0, 0.0, 1.0], 0), (&[0.0, 1.0, 0.0], 2)]),
        of("no numbers", &[(&[f32::NAN, 0.5, 0.5], 0), (&[0.1, 0.8, 0.1], 1), (&[f32::NAN; 3], 2)]),
    ]
}
