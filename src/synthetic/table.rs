//! Drawn rows as a table, the way a file becomes one.

use super::drawn::Drawn;
use super::mmoe::Mmoe;
use super::multitab::MultiTab;
use super::plane::{Place, Plane, ROWS};
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::gallery::Benchmark;

/// What the half circles are called.
const MOONS: [&str; 2] = ["upper", "lower"];

/// What the arms are called.
const ARMS: [&str; 3] = ["arm A", "arm B", "arm C"];

/// The table of a benchmark; another seed draws another one.
///
/// Of numbers alone, inputs are named `x1` and on, tasks `y1` and on, and the column `split` says which rows are for training.
pub fn table(name: &str, benchmark: Benchmark, seed: u64) -> Result<Table, String> {
    // MultiTab-Bench's numbers are those published; MMoE's cosine is half way from tasks that share nothing to one task twice.
    let (source, rows): (Result<Box<dyn Iterator<Item = Drawn>>, _>, _) = match benchmark {
        Benchmark::Plane => return of_plane(name, seed),
        Benchmark::SyntheticMmoe => {
            (Mmoe::new(0.5, seed).map(|rows| Box::new(rows) as _), [10_000, 1_000, 1_000])
        }
        Benchmark::SyntheticMultitab => {
            let source = MultiTab::new(&[1, 3, 2, 3, 4, 2, 3], 32, 0.4, 0.01, seed);
            (source.map(|rows| Box::new(rows) as _), [7_000, 1_500, 1_500])
        }
    };
    let source = source.map_err(|error| error.to_string())?;
    let drawn: Vec<Drawn> = source.take(rows.iter().sum()).collect();
    let (inputs, tasks) = drawn.first().map_or((0, 0), |row| (row.inputs.len(), row.labels.len()));
    let numbers =
        |read: &dyn Fn(&Drawn) -> f64| drawn.iter().map(|row| format!("{:.6}", read(row))).collect();
    let splits = Split::ALL.iter().zip(rows).flat_map(|(split, rows)| vec![split.key().to_owned(); rows]);
    // One column's text at a time.
    let columns = (0..inputs)
        .map(|place| (format!("x{}", place + 1), numbers(&|row| row.inputs[place])))
        .chain((0..tasks).map(|task| (format!("y{}", task + 1), numbers(&|row| row.labels[task]))))
        .chain(std::iter::once(("split".into(), splits.collect())));
    let roles = (1..=tasks).map(|task| (format!("y{task}"), Role::Task));
    let roles = roles.chain(std::iter::once(("split".into(), Role::Split))).collect();
    Table::made(name, columns, &roles).map_err(|error| error.to_string())
}

/// The plane's inputs are named `x` and `y`; its rows are split as those of any file.
fn of_plane(name: &str, seed: u64) -> Result<Table, String> {
    let drawn: Vec<Place> = Plane::new(seed).take(ROWS).collect();
    let cells = |read: &dyn Fn(&Place) -> String| drawn.iter().map(read).collect::<Vec<String>>();
    let number = |value: f64| format!("{value:.4}");
    let columns = [
        ("x", cells(&|place| number(place.x))),
        ("y", cells(&|place| number(place.y))),
        ("moon", cells(&|place| MOONS[place.moon].to_owned())),
        ("spiral", cells(&|place| ARMS[place.arm].to_owned())),
        ("height", cells(&|place| place.height.map_or_else(String::new, number))),
    ];
    let columns = columns.into_iter().map(|(name, cells)| (name.to_owned(), cells));
    let roles = ["moon", "spiral", "height"].map(|task| (task.to_owned(), Role::Task)).into();
    Table::made(name, columns, &roles).map_err(|error| error.to_string())
}
