//! The drawing of the plane: its ground at once, its paths as far as they have been walked.

use super::descent::Descent;
use super::plane::{Point, Toy};
use super::trail::Trail;
use crate::report::{Journey, Surface, ToyReport};
use crate::weighting::WeightingKind;

/// The setting of CAGrad's figure 2: equal scales, three starts, and Adam's rate and steps.
const TOY: Toy = Toy { scale: 1.0 };
const STARTS: [Point; 3] = [[-8.5, 7.5], [-8.5, -5.0], [9.0, 9.0]];
const RATE: f64 = 1e-3;
const STEPS: usize = 100_000;

/// The square that is drawn, and cells along each of its sides.
const SIDE: [f64; 2] = [-10.0, 10.0];
const CELLS: usize = 40;

/// Places that the front is drawn through.
const FRONT: usize = 21;

/// A drawing that takes many steps to make.
pub struct Picture {
    weighting: WeightingKind,
    descents: Vec<(Descent, Trail)>,
    steps: usize,
}

impl Picture {
    /// A drawing at its first step; refuses a weighting that can't be followed here.
    pub fn new(weighting: WeightingKind) -> Result<Self, String> {
        if !ToyReport::weightings().any(|kind| kind == weighting) {
            let known: Vec<_> = ToyReport::weightings().map(WeightingKind::key).collect();
            let (key, known) = (weighting.key(), known.join(", "));
            return Err(format!(
                "weighting: “{key}” goes by the losses alone, and those of the plane fall below 0; choose one of {known}"
            ));
        }
        let descents =
            STARTS.map(|start| (Descent::new(TOY, weighting, start, RATE), Trail::new(start))).into();
        Ok(Self { weighting, descents, steps: 0 })
    }

    /// Takes so many steps from each start, or as many as are left.
    pub fn advance(&mut self, steps: usize) {
        let steps = steps.min(STEPS - self.steps);
        self.steps += steps;
        for (descent, trail) in &mut self.descents {
            for _ in 0..steps {
                descent.step();
                trail.push(descent.place());
            }
        }
    }

    /// Whether every step is taken.
    pub fn is_done(&self) -> bool {
        self.steps == STEPS
    }

    /// What is drawn.
    pub fn report(&self) -> ToyReport {
        let journeys = self.descents.iter().map(|(descent, trail)| {
            let end = descent.place();
            Journey { places: trail.up_to(end), losses: TOY.measure(end).0, is_front: Toy::is_front(end) }
        });
        ToyReport {
            weighting: self.weighting,
            steps: self.steps,
            steps_total: STEPS,
            surface: surface(),
            front: front(),
            journeys: journeys.collect(),
        }
    }
}

fn surface() -> Surface {
    let [low, high] = SIDE;
    let middle = |cell: usize| low + (high - low) * (cell as f64 + 0.5) / CELLS as f64;
    let mean = |x: usize, y: usize| {
        let [first, second] = TOY.measure([middle(x), middle(y)]).0;
        (first + second) / 2.0
    };
    let means = (0..CELLS).map(|y| (0..CELLS).map(|x| mean(x, y)).collect()).collect();
    Surface { low, high, means }
}

/// Places where a weighted mean of the losses is least, from all weight on the second to all on the first.
fn front() -> Vec<(f64, f64)> {
    let place = |place: usize| {
        let share = place as f64 / (FRONT - 1) as f64;
        // Across, the bowls' weighted mean is least between their centres, however deep.
        let x = 7.0 * (2.0 * share - 1.0);
        let slope = |y: f64| {
            let [first, second] = TOY.measure([x, y]).1;
            share * first[1] + (1.0 - share) * second[1]
        };
        // Up, it is least a little below the centres, because the bowls fade out above; found by halving.
        let (mut low, mut high) = (-9.0, -8.0);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if slope(middle) < 0.0 { low = middle } else { high = middle }
        }
        (x, low)
    };
    (0..FRONT).map(place).collect()
}
