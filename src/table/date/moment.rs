//! A moment: a day and the time on it.

use chrono::{Datelike as _, NaiveDate};

/// A day and the time on it, as the clock showed it there: zones are not looked at.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Moment {
    /// The day.
    pub day: NaiveDate,
    /// Hours since midnight.
    pub hour: f64,
}

impl Moment {
    /// Days since some fixed day.
    pub fn days(&self) -> f64 {
        f64::from(self.day.num_days_from_ce()) + self.hour / 24.0
    }

    /// As ISO 8601 writes it, without the time where that is midnight.
    pub fn iso(&self) -> String {
        let day = format!("{:04}-{:02}-{:02}", self.day.year(), self.day.month(), self.day.day());
        let minutes = (self.hour * 60.0) as u32;
        if minutes == 0 { day } else { format!("{day}T{:02}:{:02}", minutes / 60, minutes % 60) }
    }
}
