//! Finds rows that follow one another in time, of which a split at random would look into the future.

use crate::read::number;
use crate::schema::column::ColumnKind;
use crate::schema::warning::Warning;
use crate::table::column::Column;
use crate::table::group;

/// Names of columns whose numbers are times.
const TIMES: [&str; 25] = [
    "date",
    "datetime",
    "day",
    "epoch",
    "hour",
    "minute",
    "month",
    "period",
    "quarter",
    "round",
    "second",
    "step",
    "t",
    "tick",
    "time",
    "timestamp",
    "ts",
    "week",
    "year",
    "anno",
    "datum",
    "jahr",
    "monat",
    "tag",
    "zeit",
];

/// With fewer rows, that they are in order says little.
const FEWEST_ROWS: usize = 12;

/// Rows of each of several series, on average.
const FEWEST_EACH: usize = 5;

/// At most one row in this many may have no time.
const MOST_MISSING: usize = 10;

/// Steps of a series in which no row repeats a time are alike: so many within this of the middle one. Months have 28 to 31 days.
const ALIKE: f64 = 0.12;
const SHARE_ALIKE: f64 = 0.7;

/// Columns that are tried as names of several series.
const MOST_NAMES: usize = 30;

/// Rows in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The column of times.
    pub column: String,
    /// The column that names each of several series.
    pub each: Option<String>,
}

impl Series {
    /// The series that a table is, if it is one: by a column of dates, or of numbers whose name says that they are times.
    pub fn find(columns: &[Column]) -> Option<Self> {
        let is_date = |column: &&Column| column.kind == ColumnKind::Date;
        let is_numbered = |column: &&Column| match column.kind {
            ColumnKind::Number | ColumnKind::Integer | ColumnKind::Identifier => names_time(&column.name),
            ColumnKind::Category
            | ColumnKind::Ordered
            | ColumnKind::Boolean
            | ColumnKind::MultiSelect
            | ColumnKind::Date
            | ColumnKind::Constant
            | ColumnKind::Image
            | ColumnKind::Text => false,
        };
        let dates = columns.iter().filter(is_date);
        dates.chain(columns.iter().filter(is_numbered)).find_map(|column| Self::by(column, columns))
    }

    fn by(column: &Column, columns: &[Column]) -> Option<Self> {
        let times: Vec<(usize, f64)> =
            (0..column.len()).filter_map(|row| Some((row, time(column, row)?))).collect();
        let missing = column.len() - times.len();
        if times.len() < FEWEST_ROWS || missing * MOST_MISSING > column.len() {
            return None;
        }
        let found = |each: Option<&Column>| Self {
            column: column.name.clone(),
            each: each.map(|each| each.name.clone()),
        };
        let plain: Vec<f64> = times.iter().map(|(_, time)| *time).collect();
        let is_one = is_regular(&plain) || (column.kind == ColumnKind::Date && is_in_order(&plain));
        if is_one {
            return Some(found(None));
        }
        let names = columns.iter().filter(|other| {
            let levels = other.levels().len();
            other.name != column.name && levels > 1 && levels * FEWEST_EACH <= times.len()
        });
        names.take(MOST_NAMES).find(|each| are_each_in_order(each, &times)).map(|each| found(Some(each)))
    }

    /// The sentence that says so and what to do.
    pub fn warning(&self) -> Warning {
        let message = format!(
            "column “{}”: the rows {}, so a split at random lets the model look into the future, and scores come out better than they will be: split by time (split.byTime: “{}”)",
            self.column,
            self.order(),
            self.column
        );
        Warning { message, place: None }
    }

    /// The sentence about scores of a split at random.
    pub fn note(&self) -> String {
        format!(
            "The rows {} by “{}”, and were split at random: training saw what came after test rows, so scores may be too good. Split by time (split.byTime: “{}”) to see how it does on what comes next.",
            self.order(),
            self.column,
            self.column
        )
    }

    fn order(&self) -> String {
        match &self.each {
            None => "follow one another in time".into(),
            Some(each) => format!("of each “{each}” follow one another in time"),
        }
    }
}

/// A row's time: days of a date, a number, or digits in a column of labels.
pub fn time(column: &Column, row: usize) -> Option<f64> {
    match column.kind {
        ColumnKind::Date => column.moment(row).map(|moment| moment.days()),
        ColumnKind::Number | ColumnKind::Integer | ColumnKind::Ordered => column.number(row),
        ColumnKind::Category
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Identifier
        | ColumnKind::Constant
        | ColumnKind::Image
        | ColumnKind::Text => number::plain(column.label(row)?),
    }
    .filter(|time| time.is_finite())
}

fn names_time(name: &str) -> bool {
    let words = group::words(name);
    !words.is_empty() && words.iter().all(|word| TIMES.contains(&word.as_str()))
}

/// Whether times never go back, or never forward, as the rows stand, and are not few.
fn is_in_order(times: &[f64]) -> bool {
    let steps = || times.windows(2).map(|pair| pair[1] - pair[0]);
    let moves = steps().filter(|step| *step != 0.0).count();
    moves + 1 >= FEWEST_EACH && (steps().all(|step| step >= 0.0) || steps().all(|step| step <= 0.0))
}

/// Whether no time is there twice, and from each to the next is the same, in whatever order the rows stand.
fn is_regular(times: &[f64]) -> bool {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut steps: Vec<f64> = sorted.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable_by(f64::total_cmp);
    let Some(&middle) = steps.get(steps.len() / 2) else { return false };
    let alike = steps.iter().filter(|step| (*step / middle - 1.0).abs() <= ALIKE).count();
    steps[0] > 0.0 && alike as f64 >= SHARE_ALIKE * steps.len() as f64
}

/// Whether the rows of each value of a column go forward in time, or all back.
///
/// - `times`: rows with their times, in file order
fn are_each_in_order(each: &Column, times: &[(usize, f64)]) -> bool {
    let mut last: Vec<Option<f64>> = vec![None; each.levels().len()];
    let (mut forward, mut back) = (0_usize, 0_usize);
    for &(row, time) in times {
        let Some(code) = each.code(row) else { continue };
        match last[code].replace(time) {
            Some(before) if before < time => forward += 1,
            Some(before) if before > time => back += 1,
            Some(_) => return false,
            None => {}
        }
        if forward > 0 && back > 0 {
            return false;
        }
    }
    forward + back >= FEWEST_ROWS
}
