//! A date as numbers: its year, and where it stands in the year, the week and the day, each on a circle.

use std::f64::consts::TAU;

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use crate::input::kind::{Kind, RawCell, Section, named};
use crate::input::scaling::CLIP;
use crate::schema::error::DataError;
use crate::table::column::Column;
use crate::table::date::Moment;
use crate::table::reading::Values;

/// How a column of dates becomes numbers, fitted on the training rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Date {
    mean_year: f64,
    year_deviation: f64,
    has_hour: bool,
    has_flag: bool,
}

impl Date {
    /// Fits to the training rows.
    pub fn fit(column: &Column, train: &[u32]) -> Self {
        let has_hour = matches!(column.reading().values, Values::Dates(format) if format.has_time);
        Self::of(train.iter().map(|&row| column.moment(row as usize)), has_hour)
    }

    /// Fits dates, of which some may be missing.
    fn of(moments: impl Iterator<Item = Option<Moment>> + Clone, has_hour: bool) -> Self {
        let years = moments.clone().flatten().map(|moment| f64::from(moment.day.year()));
        let count = years.clone().count().max(1) as f64;
        let mean_year = years.clone().sum::<f64>() / count;
        let variance = years.map(|year| (year - mean_year).powi(2)).sum::<f64>() / count;
        let has_flag = moments.into_iter().any(|moment| moment.is_none());
        Self { mean_year, year_deviation: variance.sqrt(), has_hour, has_flag }
    }

    /// What each number is.
    fn details(&self) -> Vec<&'static str> {
        let mut names = vec![
            "year",
            "month (sin)",
            "month (cos)",
            "weekday (sin)",
            "weekday (cos)",
            "day of year (sin)",
            "day of year (cos)",
        ];
        if self.has_hour {
            names.extend(["hour (sin)", "hour (cos)"]);
        }
        if self.has_flag {
            names.push("missing");
        }
        names
    }

    /// The numbers of a date; one that is missing stands in the middle of everything.
    fn push_moment(&self, moment: Option<Moment>, features: &mut Vec<f32>) {
        let start = features.len();
        let width = self.details().len();
        features.resize(start + width, 0.0);
        let numbers = &mut features[start..];
        let Some(Moment { day, hour }) = moment else {
            if self.has_flag {
                numbers[width - 1] = 1.0;
            }
            return;
        };
        if self.year_deviation > 0.0 {
            let scaled = (f64::from(day.year()) - self.mean_year) / self.year_deviation;
            numbers[0] = scaled.clamp(-CLIP, CLIP) as f32;
        }
        let turns = [
            f64::from(day.month0()) / 12.0,
            f64::from(day.weekday().num_days_from_monday()) / 7.0,
            f64::from(day.ordinal0()) / 365.25,
            hour / 24.0,
        ];
        let count = if self.has_hour { 4 } else { 3 };
        for (place, turn) in turns.iter().take(count).enumerate() {
            numbers[1 + 2 * place] = (turn * TAU).sin() as f32;
            numbers[2 + 2 * place] = (turn * TAU).cos() as f32;
        }
    }
}

impl Kind for Date {
    const SECTION: Section = Section::Numbers;

    fn width(&self) -> usize {
        self.details().len()
    }

    fn names(&self, column: &str) -> Vec<String> {
        self.details().into_iter().map(|detail| named(column, detail)).collect()
    }

    fn push(&self, column: &Column, row: usize, features: &mut Vec<f32>) {
        self.push_moment(column.moment(row), features);
    }

    fn push_raw(&self, cell: &RawCell<'_>, features: &mut Vec<f32>) -> Result<(), DataError> {
        let moment = cell.text.and_then(|text| cell.reading.moment(text));
        if let (None, Some(found)) = (moment, cell.text) {
            let (row, column) = (cell.row, cell.column.to_owned());
            return Err(DataError::NotADate { row, column, found: found.to_owned() });
        }
        self.push_moment(moment, features);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::date::DateFormat;

    #[test]
    fn a_date_is_a_year_and_places_on_circles() {
        let cells = ["2019-01-07T06:00", "2021-07-01"];
        let format = DateFormat::find("", cells.into_iter()).expect("dates");
        let moments = cells.map(|cell| format.read(cell));
        let date = Date::of(moments.into_iter().chain([None]), format.has_time);
        let mut numbers = Vec::new();
        moments.into_iter().chain([None]).for_each(|moment| date.push_moment(moment, &mut numbers));
        let rows: Vec<&[f32]> = numbers.chunks(date.details().len()).collect();
        // A Monday in January at a quarter of the day; 6 of 365.25 days are a turn of 0.10321.
        let first = [-1.0, 0.0, 1.0, 0.0, 1.0, 0.103_03, 0.994_68, 1.0, 0.0, 0.0];
        // July is half a year on; Thursday is three days of seven on; 181 of 365.25 days.
        let second = [1.0, 0.0, -1.0, 0.433_88, -0.900_97, 0.027_95, -0.999_61, 0.0, 1.0, 0.0];
        let none = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        for (row, expected) in rows.iter().zip([first, second, none]) {
            for (value, expected) in row.iter().zip(expected) {
                assert!((value - expected).abs() < 1e-4, "{row:?}, expected {expected:?}");
            }
        }
    }
}
