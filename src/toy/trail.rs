//! A path kept thin while it grows.

use super::plane::Point;

/// Most places kept, the end among them.
const MOST: usize = 300;

/// Distance between kept places at first: a fraction of what can be seen.
const SPACING: f64 = 0.05;

/// The places of a path that lie a spacing apart; once they are too many, every other one is dropped and the spacing doubled.
#[derive(Clone, Debug)]
pub struct Trail {
    places: Vec<Point>,
    spacing: f64,
}

impl Trail {
    /// A path of one place.
    pub fn new(start: Point) -> Self {
        Self { places: vec![start], spacing: SPACING }
    }

    /// Goes on to a place.
    pub fn push(&mut self, place: Point) {
        let is_far = self.places.last().is_none_or(|last| {
            (last[0] - place[0]).powi(2) + (last[1] - place[1]).powi(2) >= self.spacing * self.spacing
        });
        if !is_far {
            return;
        }
        // One more place is left for the end.
        if self.places.len() + 1 == MOST {
            self.places = self.places.iter().copied().step_by(2).collect();
            self.spacing *= 2.0;
        }
        self.places.push(place);
    }

    /// The kept places, then the end.
    pub fn up_to(&self, end: Point) -> Vec<(f64, f64)> {
        let end = (self.places.last() != Some(&end)).then_some(end);
        self.places.iter().copied().chain(end).map(|[x, y]| (x, y)).collect()
    }
}
