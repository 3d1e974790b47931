//! Finds columns that give a task's answer away because they say the same in the same or in other words.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::schema::role::Role;
use crate::table::column::Column;

/// A column may differ from a task in one row of this many and give it away still.
const ROWS_PER_SLIP: usize = 1_000;

/// Rows that don't hold the task's most frequent value; in fewer, a likeness may be chance.
const FEWEST_TELLING: usize = 5;

/// At most one in this many of the telling rows may differ: two columns of nearly all zeros are not alike for that.
const TELLING_PER_SLIP: usize = 20;

/// Different values from which on a straight line through all rows is no chance.
const FEWEST_ON_LINE: usize = 10;

/// Different values from which on the line may miss by what rounding does.
const FEWEST_ROUNDED: usize = 100;

/// Numbers closer than this share of how far the column reaches are the same: what writing them with nine digits loses.
const SAME: f64 = 1e-9;

/// Roundings of double precision that a sum or a line may add up.
const ROUNDINGS: f64 = 16.0 * f64::EPSILON;

/// Digits after the first that a unit is looked for among.
const DIGITS: i32 = 15;

/// Rows that a line is drawn through, end to end; five lines, so that a slip does not hide it.
const LINE_SAMPLE: usize = 256;
const LINES: usize = 5;

/// Most different values of a task, and of a column that may rename them.
const MOST_RENAMED: usize = 200;

/// Rows a value on average, without which values correspond by chance.
const ROWS_PER_VALUE: usize = 5;

/// Most tasks of which all sums are looked at; of more, only the sum of all.
const MOST_SUMMED: usize = 5;

/// A task's numbers, or the sum of several tasks'.
struct Answers {
    /// As in “task “a””.
    name: String,
    /// One a row; NaN where missing.
    values: Vec<f64>,
    /// Different values, counted as far as it matters.
    distinct: usize,
    /// Rows with a value, evenly spread, by size.
    sample: Vec<usize>,
    /// From the smallest number to the largest.
    range: f64,
    /// Found when first asked for, as few columns come near enough.
    most_frequent: OnceCell<f64>,
    unit: OnceCell<f64>,
}

/// Which inputs give a task away, by place, and how. A free column is one whose role nobody chose.
pub fn find(columns: &[Column], rows: usize, is_free: impl Fn(&Column) -> bool) -> Vec<(usize, String)> {
    let tasks: Vec<&Column> = columns.iter().filter(|column| column.role == Role::Task).collect();
    let answers = answers(&tasks, rows);
    let group = columns.iter().find(|column| column.role == Role::Group);
    let reason = |column: &Column| {
        let tasks_of_numbers = if column.kind.is_numeric() { answers.as_slice() } else { &[] };
        let of_numbers = tasks_of_numbers.iter().find_map(|task| task.likeness(column));
        of_numbers.or_else(|| tasks.iter().find_map(|task| renaming(task, column, group, rows)))
    };
    let places = columns.iter().enumerate();
    places
        .filter(|(_, column)| column.role == Role::Input && is_free(column))
        .filter_map(|(place, column)| {
            Some((place, format!("{}: as an input it would give the answer away", reason(column)?)))
        })
        .collect()
}

/// The numeric tasks and their sums, single tasks first.
fn answers(tasks: &[&Column], rows: usize) -> Vec<Answers> {
    let numeric: Vec<_> = tasks.iter().filter(|task| task.kind.is_numeric()).collect();
    let single: Vec<Vec<f64>> = numeric.iter().map(|task| values(task, rows)).collect();
    let all = 0..numeric.len();
    let mut sets: Vec<Vec<usize>> = all.clone().map(|task| vec![task]).collect();
    if numeric.len() <= MOST_SUMMED {
        let subset = |bits: usize| all.clone().filter(|task| bits >> task & 1 == 1).collect::<Vec<_>>();
        sets.extend((0..1_usize << numeric.len()).map(subset).filter(|set| set.len() > 1));
    } else {
        sets.push(all.collect());
    }
    let of = |set: Vec<usize>| {
        let names: Vec<String> = set.iter().map(|&task| format!("“{}”", numeric[task].name)).collect();
        let name = match names.as_slice() {
            [only] => format!("task {only}"),
            _ => format!("the sum of the tasks {}", names.join(" and ")),
        };
        let sum = |row: usize| set.iter().map(|&task| single[task][row]).sum();
        Answers::new(name, (0..rows).map(sum).collect())
    };
    sets.into_iter().map(of).collect()
}

/// A column's numbers; NaN where missing.
fn values(column: &Column, rows: usize) -> Vec<f64> {
    (0..rows).map(|row| value(column, row)).collect()
}

fn value(column: &Column, row: usize) -> f64 {
    column.code(row).map_or(f64::NAN, |code| column.level_number(code))
}

impl Answers {
    fn new(name: String, values: Vec<f64>) -> Self {
        let known: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
        let mut different = HashSet::new();
        for &row in &known {
            // The two zeros are one number.
            different.insert((values[row] + 0.0).to_bits());
            if different.len() == FEWEST_ROUNDED {
                break;
            }
        }
        let step = known.len().div_ceil(LINE_SAMPLE).max(1);
        let mut sample: Vec<usize> = known.into_iter().step_by(step).collect();
        sample.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let range = range(values.iter().copied());
        let (most_frequent, unit) = (OnceCell::new(), OnceCell::new());
        Self { name, values, distinct: different.len(), sample, range, most_frequent, unit }
    }

    fn most_frequent(&self) -> f64 {
        *self.most_frequent.get_or_init(|| {
            let mut sorted: Vec<f64> = self.values.iter().copied().filter(|value| !value.is_nan()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map_or(0.0, |run| run[0])
        })
    }

    /// How a column's numbers are like these, if they are.
    fn likeness(&self, column: &Column) -> Option<String> {
        // Measured by how far the numbers reach, not by 1 or by their size: of 1e-12 as of 1e12.
        let is_equal = |task: f64, value: f64| {
            (task - value).abs() <= SAME * self.range + ROUNDINGS * task.abs().max(value.abs())
        };
        if let Some(slips) = self.slips(column, is_equal) {
            return Some(format!("equals {}{}", self.name, but(slips)));
        }
        let distinct = self.distinct.min(column.levels().len());
        if distinct < FEWEST_ON_LINE {
            return None;
        }
        let reach = range((0..column.levels().len()).map(|code| column.level_number(code)));
        let rows_on = |(slope, start): (f64, f64), (task_unit, unit): (f64, f64)| {
            let rounding = if distinct < FEWEST_ROUNDED { 0.0 } else { slope.abs() * task_unit + unit };
            self.slips(column, |task, value| {
                let size = value.abs() + (slope * task).abs() + start.abs();
                let precision = SAME * reach + ROUNDINGS * size;
                (slope * task + start - value).abs() <= precision.max(rounding)
            })
        };
        // A unit of all rows is at most that of some: what is no line by those is none, and most columns are none.
        let some = |row_value: &dyn Fn(usize) -> f64| unit(self.sample.iter().map(|&row| row_value(row)));
        let units_of_some = (some(&|row| self.values[row]), some(&|row| value(column, row)));
        let units = OnceCell::new();
        let slips = self.lines(column).find_map(|line| {
            rows_on(line, units_of_some)?;
            let units = units.get_or_init(|| {
                let of_task = self.unit.get_or_init(|| unit(self.values.iter().copied()));
                (*of_task, unit((0..self.values.len()).map(|row| value(column, row))))
            });
            rows_on(line, *units)
        })?;
        Some(format!("is a linear function of {}{}", self.name, but(slips)))
    }

    /// Rows that disagree; `None` if they are too many, or too few rows tell anything.
    fn slips(&self, column: &Column, agrees: impl Fn(f64, f64) -> bool) -> Option<usize> {
        let rows = self.values.len();
        let pairs = || (0..rows).map(|row| (self.values[row], value(column, row)));
        let known = || pairs().filter(|(task, value)| !task.is_nan() && !value.is_nan());
        let mut slips = 0;
        for (task, value) in known() {
            slips += usize::from(!agrees(task, value));
            if slips > rows / ROWS_PER_SLIP {
                return None;
            }
        }
        let telling = known().filter(|(task, _)| *task != self.most_frequent()).count();
        are_few(slips, known().count(), telling).then_some(slips)
    }

    /// Lines (slope and start) from small to large numbers of a sample of rows.
    fn lines(&self, column: &Column) -> impl Iterator<Item = (f64, f64)> {
        let points = self.sample.iter().map(|&row| (self.values[row], value(column, row)));
        let points: Vec<(f64, f64)> = points.filter(|(_, value)| !value.is_nan()).collect();
        let ends = points.iter().zip(points.iter().rev()).take(LINES);
        let slopes = ends.map(|(low, high)| ((high.1 - low.1) / (high.0 - low.0), *low));
        let lines: Vec<(f64, f64)> =
            slopes.map(|(slope, (task, value))| (slope, value - slope * task)).collect();
        lines.into_iter().filter(|(slope, _)| slope.is_finite() && *slope != 0.0)
    }
}

/// How the values of a column give those of a task, one for one or several for one, if they do.
///
/// - `group`: names rows that say the same again and again, and so count as one
fn renaming(task: &Column, column: &Column, group: Option<&Column>, rows: usize) -> Option<String> {
    let (classes, levels) = (task.levels().len(), column.levels().len());
    if classes > MOST_RENAMED || levels > MOST_RENAMED {
        return None;
    }
    let mut counts = vec![vec![0; classes]; levels];
    let mut seen = HashSet::new();
    for row in 0..rows {
        let of_group = group.and_then(|group| group.code(row));
        if let (Some(class), Some(level)) = (task.code(row), column.code(row))
            && of_group.is_none_or(|of_group| seen.insert((of_group, level, class)))
        {
            counts[level][class] += 1;
        }
    }
    let total = |class: usize| counts.iter().map(|level| level[class]).sum::<usize>();
    let totals: Vec<usize> = (0..classes).map(total).collect();
    let known: usize = totals.iter().sum();
    let partner = |level: usize| {
        let (class, count) = counts[level].iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
        (count > 0).then_some((level, class, count))
    };
    let partners: Vec<(usize, usize, usize)> = (0..levels).filter_map(partner).collect();
    let different: HashSet<usize> = partners.iter().map(|(_, class, _)| *class).collect();
    let slips = known - partners.iter().map(|(_, _, count)| count).sum::<usize>();
    let telling = known - totals.iter().max().copied().unwrap_or(0);
    if known < ROWS_PER_VALUE * partners.len() || !are_few(slips, known, telling) {
        return None;
    }
    let how = if different.len() == partners.len() {
        format!("names the values of task “{}” one for one", task.name)
    } else if column.kind.is_numeric() && are_thresholds(column, &partners, different.len()) {
        return None;
    } else {
        format!("has only values that go with one value of task “{}” each", task.name)
    };
    Some(how + &but(slips))
}

/// Whether a column's numbers, by size, go from class to class and never back: no leak, but what a head is to learn.
fn are_thresholds(column: &Column, partners: &[(usize, usize, usize)], classes: usize) -> bool {
    let mut by_size: Vec<(f64, usize)> =
        partners.iter().map(|&(level, class, _)| (column.level_number(level), class)).collect();
    by_size.sort_by(|a, b| a.0.total_cmp(&b.0));
    by_size.windows(2).filter(|pair| pair[0].1 != pair[1].1).count() < classes
}

fn are_few(slips: usize, known: usize, telling: usize) -> bool {
    telling >= FEWEST_TELLING && slips * ROWS_PER_SLIP <= known && slips * TELLING_PER_SLIP <= telling
}

fn but(slips: usize) -> String {
    match slips {
        0 => String::new(),
        1 => " in all rows but one".into(),
        more => format!(" in all rows but {more}"),
    }
}

/// From the smallest number to the largest; 0 for none.
fn range(values: impl Iterator<Item = f64>) -> f64 {
    let known = values.filter(|value| value.is_finite());
    let (low, high) = known
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    (high - low).clamp(0.0, f64::MAX)
}

/// The largest power of ten that all numbers are multiples of, none above their range; 0 for none.
fn unit(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let fits = |unit: &f64| {
        let mut counts = values.clone().filter(|value| !value.is_nan()).map(|value| value / unit);
        // A number far smaller than the unit is no multiple of it for being nearly none.
        counts.all(|count| count == 0.0 || count.round() != 0.0 && (count - count.round()).abs() <= 1e-6)
    };
    let range = range(values.clone());
    if range == 0.0 {
        return 0.0;
    }
    let top = range.log10().floor() as i32;
    (top - DIGITS..=top).rev().map(|power| 10_f64.powi(power)).find(fits).unwrap_or(0.0)
}
