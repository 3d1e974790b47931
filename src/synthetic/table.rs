//! Drawn rows as a table, the way a file becomes one.

use super::drawn::Drawn;
use super::mmoe::Mmoe;
use super::multitab::MultiTab;
use super::plane;
use crate::schema::role::Role;
use crate::schema::split::Split;
use crate::table::Table;
use crate::table::gallery::Benchmark;

/// The table of a benchmark; another seed draws another one.
///
/// But for the plane's, inputs are named `x1` and on, tasks `y1` and on; the column `split` says which rows are for training.
pub fn table(name: &str, benchmark: Benchmark, seed: u64) -> Result<Table, String> {
    // MultiTab-Bench's numbers are those published; MMoE's cosine is half way from tasks that share nothing to one task twice.
    let (source, rows): (Result<Box<dyn Iterator<Item = Drawn>>, _>, _) = match benchmark {
        Benchmark::SyntheticMmoe => {
            (Mmoe::new(0.5, seed).map(|rows| Box::new(rows) as _), [10_000, 1_000, 1_000])
        }
        Benchmark::Plane => return plane::table(name, seed),
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
