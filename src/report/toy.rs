//! Two losses on a plane as they are drawn: the ground, the front, and where a weighting leads from each start.

use serde::{Deserialize, Serialize};

use crate::weighting::WeightingKind;

/// The whole drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToyReport {
    /// Whose paths these are.
    pub weighting: WeightingKind,
    /// Steps taken from each start so far.
    pub steps: usize,
    /// Steps once it is done.
    pub steps_total: usize,
    /// The ground.
    pub surface: Surface,
    /// Places where no loss falls without the other rising, from end to end.
    pub front: Vec<(f64, f64)>,
    /// One from each start.
    pub journeys: Vec<Journey>,
}

/// The mean of both losses over a square, in square cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Surface {
    /// Both coordinates run from here …
    pub low: f64,
    /// … to here.
    pub high: f64,
    /// In the middle of each cell: rows by ascending second coordinate, in each the cells by ascending first.
    pub means: Vec<Vec<f64>>,
}

/// The way from one start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Journey {
    /// Thinned; the first is the start and the last the end.
    pub places: Vec<(f64, f64)>,
    /// Both losses at the end.
    pub losses: [f64; 2],
    /// Whether the end is on the front.
    pub is_front: bool,
}

impl ToyReport {
    /// Weightings that can be followed: those that look at gradients, two that look at nothing, and FAMO, which is told how far the
    /// losses are above a bound. The losses fall below 0, where the other weightings by the losses alone have no meaning.
    pub fn weightings() -> impl Iterator<Item = WeightingKind> {
        WeightingKind::ALL.into_iter().filter(|kind| kind.fits_plane())
    }
}
