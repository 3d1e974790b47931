//! Three tasks over one plane: two moons, a spiral of three arms and a height, so that every head's answer can be seen whole.

use std::f64::consts::{PI, TAU};

use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Distribution as _, StandardNormal};
use rand_pcg::Pcg64Mcg;

use crate::schema::role::Role;
use crate::table::Table;

/// Rows of the table.
const ROWS: usize = 3_000;

/// Radius of the disc that they are drawn from, evenly.
const RADIUS: f64 = 1.5;

/// Middle of each moon's half circle, and whether it is the upper half; both have a radius of 0.9.
const MOONS: [([f64; 2], bool); 2] = [([-0.4, -0.15], true), ([0.4, 0.15], false)];
const MOON_RADIUS: f64 = 0.9;

/// How far an arm of the spiral turns from one unit of radius to the next, in radians.
const TURN: f64 = 1.8;

/// Standard deviation of the noise on the height.
const NOISE: f64 = 0.1;

/// Share of rows whose moon is the other one, and of those without a label of the spiral.
const WRONG: f64 = 0.02;
const MISSING: f64 = 0.2;

/// The table; another seed draws other rows.
pub fn table(name: &str, seed: u64) -> Result<Table, String> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut columns: [Vec<String>; 5] = Default::default();
    for _ in 0..ROWS {
        let (radius, angle) = (RADIUS * rng.random::<f64>().sqrt(), TAU * rng.random::<f64>());
        let at = [radius * angle.cos(), radius * angle.sin()];
        let is_upper = is_upper(at) != (rng.random::<f64>() < WRONG);
        let arm = if rng.random::<f64>() < MISSING {
            String::new()
        } else {
            ["first", "second", "third"][arm(at)].to_owned()
        };
        let noise: f64 = StandardNormal.sample(&mut rng);
        let moon = if is_upper { "upper" } else { "lower" };
        let cells = [
            format!("{:.4}", at[0]),
            format!("{:.4}", at[1]),
            moon.to_owned(),
            arm,
            format!("{:.4}", height(at) + NOISE * noise),
        ];
        columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
    }
    let names = ["x", "y", "moon", "arm", "height"].map(str::to_owned);
    let roles = names[2..].iter().map(|name| (name.clone(), Role::Task)).collect();
    Table::made(name, names.into_iter().zip(columns), &roles).map_err(|error| error.to_string())
}

/// Whether the nearer of two half circles, which reach into one another, is the upper one.
fn is_upper(at: [f64; 2]) -> bool {
    let far = MOONS.map(|(middle, is_upper)| {
        let [x, y] = [at[0] - middle[0], at[1] - middle[1]];
        let is_beside = if is_upper { y < 0.0 } else { y > 0.0 };
        if is_beside {
            // The nearer end of the half circle.
            (x.abs() - MOON_RADIUS).hypot(y)
        } else {
            (x.hypot(y) - MOON_RADIUS).abs()
        }
    });
    far[0] < far[1]
}

/// The arm of a spiral.
fn arm(at: [f64; 2]) -> usize {
    let turned = at[1].atan2(at[0]) + TURN * at[0].hypot(at[1]);
    (turned.rem_euclid(TAU) / (TAU / 3.0)) as usize % 3
}

/// A hill, a hollow and a slope.
fn height([x, y]: [f64; 2]) -> f64 {
    (PI * x / 1.5).sin() * (PI * y / 1.5).cos() + 0.4 * x
}
