//! Three tasks over one plane, small enough to see all of it: two half circles, three arms of a spiral, and a surface.
//!
//! All three turn with the distance from the middle, in the same direction: what a trunk learns of the turn serves every head.

use std::f64::consts::TAU;

use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

/// Rows of the table.
pub const ROWS: usize = 600;

/// The plane reaches this far from the middle, across and up.
const REACH: f64 = 1.5;

/// How far the arms turn, in radians, on each unit of the way out.
const TURN: f64 = 1.3;

/// Standard deviation of the step that a row takes before its half circle is looked up, so that labels near the border are noisy.
const STEP: f64 = 0.04;

/// Standard deviation of the surface's noise.
const NOISE: f64 = 0.03;

/// Share of the rows whose height is not known.
const UNKNOWN: f64 = 0.2;

/// A row of the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Across.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// Which half circle is nearer: 0 for the upper one, 1 for the lower one.
    pub moon: usize,
    /// Which of three arms it lies on, from 0.
    pub arm: usize,
    /// How high the surface is, where that is known.
    pub height: Option<f64>,
}

/// Rows over the plane, evenly distributed; endless.
///
/// With `r` the distance from the middle and `φ = atan2(y, x) - 1.3 r`: the half circles are those of scikit-learn's `make_moons`, moved to
/// the middle; arm `k` is where `φ` lies in the `k`-th third of a turn; the surface is a slope on a hill,
/// `2 r cos φ exp(-r² / 2) + ε`, `ε ~ N(0, 0.03²)`.
#[derive(Clone, Debug)]
pub struct Plane {
    rng: Pcg64Mcg,
}

impl Plane {
    /// Another seed draws other rows of the same plane.
    pub fn new(seed: u64) -> Self {
        Self { rng: Pcg64Mcg::seed_from_u64(seed) }
    }

    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.rng)
    }
}

impl Iterator for Plane {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        let [x, y] = [(); 2].map(|()| self.rng.random_range(-REACH..REACH));
        let moon = moon(x + STEP * self.normal(), y + STEP * self.normal());
        let height = height(x, y) + NOISE * self.normal();
        let is_known = self.rng.random_range(0.0..1.0) >= UNKNOWN;
        Some(Place { x, y, moon, arm: arm(x, y), height: is_known.then_some(height) })
    }
}

/// The half circle that is nearer.
pub fn moon(x: f64, y: f64) -> usize {
    // The lower one is the upper one, turned by half a turn about the middle.
    usize::from(from_upper(x, y) > from_upper(-x, -y))
}

/// How far the upper half circle is: its centre lies at (-1/2, -1/4), its radius is 1.
fn from_upper(x: f64, y: f64) -> f64 {
    let (across, up) = (x + 0.5, y + 0.25);
    if up >= 0.0 { (across.hypot(up) - 1.0).abs() } else { (across.abs() - 1.0).hypot(up) }
}

/// The arm of the spiral, from 0 to 2.
pub fn arm(x: f64, y: f64) -> usize {
    ((phase(x, y).rem_euclid(TAU) / TAU * 3.0) as usize).min(2)
}

/// The surface without its noise.
pub fn height(x: f64, y: f64) -> f64 {
    let distance = x.hypot(y);
    2.0 * distance * phase(x, y).cos() * (-distance * distance / 2.0).exp()
}

/// The direction of a place, turned back by as much as the arms turn on the way to it.
fn phase(x: f64, y: f64) -> f64 {
    y.atan2(x) - TURN * x.hypot(y)
}
