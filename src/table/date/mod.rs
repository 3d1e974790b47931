//! Dates as people write them: day first or month first, decided on all cells of a column.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

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

/// How a column's dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFormat {
    is_day_first: bool,
    is_ambiguous: bool,
    /// Whether any has a time other than midnight.
    pub has_time: bool,
}

impl DateFormat {
    /// The format of all cells, if all are dates. Where day and month can't be told apart, slashes put the month first.
    pub fn find<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let fits = |is_day_first| cells.clone().all(|cell| read(cell, is_day_first).is_some());
        let month_first = fits(false);
        let day_first = fits(true);
        if !month_first && !day_first {
            return None;
        }
        let differ = |cell| read(cell, true) != read(cell, false);
        let is_ambiguous = month_first && day_first && cells.clone().any(differ);
        let has_slash = cells.clone().any(|cell| cell.contains('/'));
        let is_day_first = day_first && !(month_first && has_slash);
        let has_time =
            cells.clone().any(|cell| read(cell, is_day_first).is_some_and(|moment| moment.hour > 0.0));
        Some(Self { is_day_first, is_ambiguous, has_time })
    }

    /// Reads a date; one with the year first is read whatever the file had.
    pub fn read(&self, text: &str) -> Option<Moment> {
        read(text, self.is_day_first)
    }

    /// How it was decided.
    pub fn reason(&self) -> String {
        let time = if self.has_time { "dates with times" } else { "dates" };
        match (self.is_ambiguous, self.is_day_first) {
            (false, _) => time.into(),
            (true, true) => format!("{time}, read day first (month first would fit too)"),
            (true, false) => format!("{time}, read month first (day first would fit too)"),
        }
    }
}

/// A piece of a date.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Field {
    /// Its value and how many digits it has.
    Number(u32, usize),
    Month(u32),
}

fn read(text: &str, is_day_first: bool) -> Option<Moment> {
    // The longest are like "Wednesday, 30 September 2020 12:00:00.000000 +00:00".
    if !(6..=60).contains(&text.len()) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, time) = match text.find(':') {
        None => (text, ""),
        Some(colon) => {
            let start = text[..colon].rfind(|letter: char| !letter.is_ascii_digit())?;
            let (day, time) = (text[..start].trim_end_matches([' ', ',']), &text[start..]);
            (day, time.trim_start_matches(['T', 't', ' ', ',']))
        }
    };
    let hour = if time.is_empty() { 0.0 } else { read_time(time)? };
    let (fields, separators) = split(day)?;
    use Field::{Month, Number};
    let (year, month, day) = match fields.as_slice() {
        [Number(all, 8)] => (*all / 10_000, all / 100 % 100, all % 100),
        [Number(year, 4), Number(month, 2)] if separators == "-" => (*year, *month, 1),
        [Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => (*year, *month, *day),
        [Number(year, 4), Month(month), Number(day, 1 | 2)] => (*year, *month, *day),
        [Number(day, 1 | 2), Month(month), Number(year, 2 | 4)]
        | [Month(month), Number(day, 1 | 2), Number(year, 2 | 4)] => (*year, *month, *day),
        [Month(month), Number(year, 4)] => (*year, *month, 1),
        [Number(first, 1 | 2), Number(second, 1 | 2), Number(year, 2 | 4)] => {
            let (day, month) = if is_day_first { (first, second) } else { (second, first) };
            (*year, *month, *day)
        }
        _ => return None,
    };
    let mut signs = separators.chars();
    let is_uniform = match signs.next() {
        Some(first) => "-/.".contains(first) && signs.all(|sign| sign == first),
        None => true,
    };
    // With the month in words, blanks and commas do too.
    if !is_uniform && !fields.iter().any(|field| matches!(field, Month(_))) {
        return None;
    }
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        1000..3000 => year,
        _ => return None,
    };
    Some(Moment { day: NaiveDate::from_ymd_opt(year as i32, month, day)?, hour })
}

/// Whether a word is a name or its beginning, as in "Sep", "Sept" and "September".
fn is_word(name: &str, word: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

/// The pieces of a date, and the sign between each two.
fn split(day: &str) -> Option<(Vec<Field>, String)> {
    let mut fields = Vec::new();
    let mut separators = String::new();
    let mut rest = day;
    while !rest.is_empty() {
        let letters = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        if digits > 0 {
            if digits > 8 || fields.len() == 3 {
                return None;
            }
            fields.push(Field::Number(rest[..digits].parse().ok()?, digits));
        } else if letters > 0 {
            let word = rest[..letters].to_lowercase();
            match MONTHS.iter().position(|name| is_word(name, &word)) {
                Some(month) => fields.push(Field::Month(month as u32 + 1)),
                None if fields.is_empty() && WEEKDAYS.iter().any(|name| is_word(name, &word)) => {}
                None => return None,
            }
        } else {
            return None;
        }
        rest = &rest[digits.max(letters)..];
        let after = rest.trim_start_matches(['-', '/', '.', ',', ' ']);
        let between = &rest[..rest.len() - after.len()];
        let signs = between.trim();
        if signs.chars().count() > 1 || (after.is_empty() && !between.is_empty()) {
            return None;
        }
        // Between a weekday and its date anything may stand.
        if !after.is_empty() && !fields.is_empty() {
            separators.push(signs.chars().next().unwrap_or(' '));
        }
        rest = after;
    }
    Some((fields, separators))
}

/// Hours since midnight from a time such as 13:05, 1:05:30.5 PM or 13:05:30+02:00.
fn read_time(time: &str) -> Option<f64> {
    let end = time.find(|letter: char| !letter.is_ascii_digit() && letter != ':' && letter != '.');
    let (clock, rest) = time.split_at(end.unwrap_or(time.len()));
    let mut parts = clock.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: f64 = parts.next().map_or(Some(0.0), |second| second.parse().ok())?;
    let rest = rest.trim().to_ascii_lowercase();
    let (hour, zone) = match (rest.strip_prefix("am"), rest.strip_prefix("pm")) {
        (Some(zone), _) if (1..=12).contains(&hour) => (hour % 12, zone),
        (_, Some(zone)) if (1..=12).contains(&hour) => (hour % 12 + 12, zone),
        _ => (hour, rest.as_str()),
    };
    let zone = zone.trim().trim_start_matches("utc").trim_start_matches("gmt");
    let is_zone = zone.is_empty()
        || zone == "z"
        || zone.strip_prefix(['+', '-']).is_some_and(|offset| {
            (2..=5).contains(&offset.len())
                && offset.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
        });
    let is_time = hour < 24 && minute < 60 && (0.0..61.0).contains(&second);
    (is_zone && is_time && parts.next().is_none())
        .then(|| f64::from(hour) + f64::from(minute) / 60.0 + second / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cells: &[&str]) -> Option<Vec<String>> {
        let format = DateFormat::find(cells.iter().copied())?;
        Some(cells.iter().filter_map(|cell| format.read(cell)).map(|moment| moment.iso()).collect())
    }

    #[test]
    fn common_forms_are_one_day() {
        for text in [
            "2020-09-03",
            "2020/9/3",
            "2020.09.03",
            "20200903",
            "3 Sep 2020",
            "03-Sep-20",
            "September 3, 2020",
            "Thursday, 3 Sept 2020",
            "2020-Sep-03",
            "3. September 2020",
        ] {
            assert_eq!(found(&[text]), Some(vec!["2020-09-03".into()]), "{text}");
        }
        assert_eq!(found(&["2020-09", "Sep 2021"]), Some(vec!["2020-09-01".into(), "2021-09-01".into()]));
        for text in [
            "2020-09-03T13:05",
            "2020-09-03 13:05:30",
            "2020-09-03T13:05:30.25Z",
            "9/3/2020 1:05 PM",
            "2020-09-03 13:05:30+02:00",
            "3 Sep 2020, 13:05",
        ] {
            assert_eq!(found(&[text]), Some(vec!["2020-09-03T13:05".into()]), "{text}");
        }
    }

    #[test]
    fn the_whole_column_tells_days_from_months() {
        assert_eq!(found(&["3/4/2020", "13/4/2020"]), Some(vec!["2020-04-03".into(), "2020-04-13".into()]));
        assert_eq!(found(&["4/3/2020", "4/13/2020"]), Some(vec!["2020-04-03".into(), "2020-04-13".into()]));
        assert_eq!(found(&["13/4/2020", "4/13/2020"]), None);
        // Nothing tells: slashes are read as in the United States, points and dashes as elsewhere.
        assert_eq!(found(&["4/3/20"]), Some(vec!["2020-04-03".into()]));
        assert_eq!(found(&["3.4.20"]), Some(vec!["2020-04-03".into()]));
        let reason = |cell: &str| DateFormat::find([cell].into_iter()).expect("dates").reason();
        assert!(reason("4/3/20").contains("day first would fit too"));
        assert_eq!(reason("4/4/20"), "dates");
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "2020-02-30",
            "1.2.3",
            "192.168.1.1",
            "12:30",
            "555-1234",
            "2020",
            "May",
            "maybe 3, 2020",
            "1-2/2020",
            "2020-09-03T25:00",
            "2020-09-03 13:05 noon",
            "20201303",
            "1,2,2020",
            "ü1-2-2020",
            "2020-09-03-",
            "9999999999",
        ] {
            assert_eq!(found(&[text]), None, "{text}");
        }
    }
}
