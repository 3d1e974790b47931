//! Excel's serial days: whole days since 30 December 1899, with the time as a fraction.

use chrono::{Days, NaiveDate};

use crate::table::date::moment::Moment;

/// Serial days that dates in tables have: 1954-10-03 and 2064-04-08. Other numbers are rather something else.
const FIRST: f64 = 20_000.0;
const LAST: f64 = 60_000.0;

/// Whether a number may be a serial day.
pub fn is_day(value: f64) -> bool {
    (FIRST..=LAST).contains(&value)
}

/// Reads a number such as 43832 or 43832.5.
pub fn read(text: &str) -> Option<Moment> {
    let is_serial = text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: f64 = text.parse().ok().filter(|_| is_serial)?;
    if !is_day(value) {
        return None;
    }
    // Excel counts 29 February 1900, a day that was none; from March 1900 on this start makes up for it.
    let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let day = start.checked_add_days(Days::new(value.trunc() as u64))?;
    Some(Moment { day, hour: value.fract() * 24.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_excel_does() {
        let iso = |text| read(text).map(|moment| moment.iso());
        assert_eq!(iso("43831").as_deref(), Some("2020-01-01"));
        assert_eq!(iso("43832.5").as_deref(), Some("2020-01-02T12:00"));
        assert_eq!(iso("36526").as_deref(), Some("2000-01-01"));
        for text in ["12", "1999", "99999", "4e4", "-43831", "43,831"] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
