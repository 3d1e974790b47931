//! Dates as people write them: day first or month first, decided on all cells of a column.

mod fields;
mod moment;
pub mod period;
pub mod serial;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::table::date::fields::Parsed;

pub use moment::Moment;

/// The newest two-digit year that is surely past. There is no clock here, so it is raised by hand now and then.
const THIS_YEAR: u32 = 26;

/// Two-digit years up to this are in this century where a column speaks of what is to come.
const FAR_YEAR: u32 = 69;

/// Years before and after this one that a column of present dates spans at most.
const PRESENT: (u32, u32) = (10, 25);

/// Parts of the names of columns with dates of birth, and of those with dates to come.
const BIRTH: [&str; 9] = ["birth", "born", "dob", "geb", "naiss", "nac", "nasc", "urodz", "рожд"];
const COMING: [&str; 12] = [
    "expir", "due", "matur", "until", "deadline", "valid", "ablauf", "fällig", "echeance", "venc", "scad",
    "renew",
];

/// Parts of the names of columns with dates.
const DATES: [&str; 8] = ["date", "datum", "fecha", "дата", "日期", "日付", "tarih", "onset"];

/// Parts of the names of columns whose six digits are a year and a month.
const MONTHLY: [&str; 7] = ["month", "yyyymm", "period", "monat", "mois", "maand", "месяц"];

/// How a column's dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFormat {
    order: Order,
    is_ambiguous: bool,
    /// Whether any has a time other than midnight.
    pub has_time: bool,
    /// Two-digit years up to this are in this century, later ones in the last.
    newest: u32,
    /// Whether any two-digit year is of the last century.
    has_old_years: bool,
    /// Whether numbers such as 43832 are Excel's serial days.
    has_serials: bool,
    /// Whether six digits are a year and a month.
    are_months: bool,
}

/// What stands first where neither a word nor the year tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    Day,
    Month,
    /// The day where that is a date, else the month: somebody chose dates for a column that mixes both.
    Either,
}

impl DateFormat {
    /// The format of all cells, if all are dates. Where day and month can't be told apart, slashes put the month first.
    pub fn find<'a>(name: &str, cells: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let mut format = Self::plain(name);
        // Most columns are no dates, and their first cell tells.
        format.order = Order::Either;
        let first = cells.clone().next()?;
        if format.read(first).is_none() && serial::read(first).is_none() {
            return None;
        }
        format.has_serials = cells.clone().any(|cell| serial::read(cell).is_some());
        let is_date = |cell: &str| format.parse(cell).is_some();
        if format.has_serials && !format.are_months && !cells.clone().any(is_date) {
            return None;
        }
        format.settle(name, cells, false)
    }

    /// The format of a column that is said to hold dates: serial days alone, and day and month mixed, are read too.
    pub fn find_chosen<'a>(name: &str, cells: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let mut format = Self::plain(name);
        format.has_serials = cells.clone().any(|cell| serial::read(cell).is_some());
        format.are_months = true;
        format.settle(name, cells, true)
    }

    fn plain(name: &str) -> Self {
        Self {
            order: Order::Day,
            is_ambiguous: false,
            has_time: false,
            newest: FAR_YEAR,
            has_old_years: false,
            has_serials: false,
            are_months: has_part(name, &MONTHLY),
        }
    }

    /// Decides what stands first, and the century.
    fn settle<'a>(
        mut self,
        name: &str,
        cells: impl Iterator<Item = &'a str> + Clone,
        is_chosen: bool,
    ) -> Option<Self> {
        let with = |order| Self { order, ..self };
        let fits = |order| cells.clone().all(|cell| with(order).read(cell).is_some());
        let (month_first, day_first) = (fits(Order::Month), fits(Order::Day));
        self.order = match (day_first, month_first) {
            (true, true) => {
                let differ = |cell| with(Order::Day).read(cell) != with(Order::Month).read(cell);
                self.is_ambiguous = cells.clone().any(differ);
                if cells.clone().any(|cell| cell.contains('/')) { Order::Month } else { Order::Day }
            }
            (true, false) => Order::Day,
            (false, true) => Order::Month,
            (false, false) if is_chosen && fits(Order::Either) => Order::Either,
            (false, false) => return None,
        };
        let years = cells.clone().filter_map(|cell| self.parse(cell)).filter(|date| date.is_short);
        let years: Vec<u32> = years.map(|date| date.year()).collect();
        self.newest = newest_year(name, &years);
        self.has_old_years = years.iter().any(|&year| year > self.newest);
        self.has_time = cells.clone().any(|cell| self.read(cell).is_some_and(|moment| moment.hour > 0.0));
        Some(self)
    }

    /// A cell with its day first and one with its month first, by code, where that is all that keeps cells from being dates.
    pub fn contradiction<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<(usize, usize)> {
        let with = |order| Self { order, ..Self::plain("") };
        let only = |order, other| {
            let is_it = |cell: &str| with(order).read(cell).is_some() && with(other).read(cell).is_none();
            cells.clone().position(is_it)
        };
        let all = cells.clone().all(|cell| with(Order::Either).read(cell).is_some());
        all.then(|| Some((only(Order::Day, Order::Month)?, only(Order::Month, Order::Day)?))).flatten()
    }

    /// Reads a date; one with the year first is read whatever the file had.
    pub fn read(&self, text: &str) -> Option<Moment> {
        if self.has_serials
            && let Some(moment) = serial::read(text)
        {
            return Some(moment);
        }
        self.parse(text)?.moment(self.newest)
    }

    fn parse(&self, text: &str) -> Option<Parsed> {
        let parse = |is_day_first| fields::parse(text, is_day_first, self.are_months);
        match self.order {
            Order::Day => parse(true),
            Order::Month => parse(false),
            Order::Either => parse(true).or_else(|| parse(false)),
        }
    }

    /// Whether serial days stand among the dates.
    pub fn has_serials(&self) -> bool {
        self.has_serials
    }

    /// How it was decided.
    pub fn reason(&self) -> String {
        let time = if self.has_time { "dates with times" } else { "dates" };
        let order = match (self.is_ambiguous, self.order) {
            (true, Order::Day) => ", read day first (month first would fit too)",
            (true, Order::Month) => ", read month first (day first would fit too)",
            (_, Order::Either) => ", day first where that is a date, else month first",
            (false, Order::Day | Order::Month) => "",
        };
        let serials = if self.has_serials { ", Excel's serial days among them" } else { "" };
        let years = match self.has_old_years {
            true => format!(", years after {:02} in the last century", self.newest),
            false => String::new(),
        };
        format!("{time}{order}{serials}{years}")
    }
}

/// Whether a cell by itself is a date, in whatever order.
pub fn is_like_one(cell: &str) -> bool {
    DateFormat { order: Order::Either, ..DateFormat::plain("") }.read(cell).is_some()
}

/// Whether every year, month and day of a cell is zero, as databases write that there is no date.
pub fn is_zero(cell: &str) -> bool {
    let mut digits = cell.bytes().filter(u8::is_ascii_digit);
    let has_signs = cell.bytes().all(|byte| byte.is_ascii_digit() || b"-/.: T".contains(&byte));
    cell.len() >= 8 && has_signs && cell.contains(['-', '/', '.']) && digits.all(|digit| digit == b'0')
}

/// Whether a column's name says that it holds dates.
pub fn names_dates(name: &str) -> bool {
    has_part(name, &DATES)
}

fn has_part(name: &str, parts: &[&str]) -> bool {
    let lower = name.to_lowercase();
    parts.iter().any(|part| lower.contains(part))
}

/// The newest two-digit year of this century: what would lie in the future is in the last one, unless a column speaks of
/// what is to come, or all its years are near the present.
fn newest_year(name: &str, years: &[u32]) -> u32 {
    let is_present = years.iter().all(|year| (THIS_YEAR - PRESENT.0..=THIS_YEAR + PRESENT.1).contains(year))
        && years.iter().any(|&year| year <= THIS_YEAR);
    if !has_part(name, &BIRTH) && (has_part(name, &COMING) || is_present) { FAR_YEAR } else { THIS_YEAR }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike as _;

    use super::*;

    fn found(cells: &[&str]) -> Option<Vec<String>> {
        let format = DateFormat::find("", cells.iter().copied())?;
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
        let reason = |cell: &str| DateFormat::find("", [cell].into_iter()).expect("dates").reason();
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
            "00/2024",
            "2020-09-03-",
            "9999999999",
        ] {
            assert_eq!(found(&[text]), None, "{text}");
        }
    }

    #[test]
    fn months_in_words_of_many_languages_are_dates() {
        for text in [
            "3. September 2020",
            "3 sept. 2020",
            "3 de septiembre de 2020",
            "3 settembre 2020",
            "3 de setembro de 2020",
            "3 września 2020 r.",
            "3 сентября 2020 г.",
            "3 Eylül 2020",
            "3rd of September 2020",
            "2020年9月3日",
            "2020년 9월 3일",
            "jeu. 3 sept. 2020",
            "Do., 3. Sep. 2020",
            "٢٠٢٠-٠٩-٠٣",
            "2020–09–03",
        ] {
            assert_eq!(found(&[text]), Some(vec!["2020-09-03".into()]), "{text}");
        }
        assert_eq!(found(&["mar. 5 mars 2024"]), Some(vec!["2024-03-05".into()]));
        assert_eq!(found(&["Jan-20", "Okt-21"]), Some(vec!["2020-01-01".into(), "2021-10-01".into()]));
        assert_eq!(found(&["2024-W02", "2024-W03"]), Some(vec!["2024-01-08".into(), "2024-01-15".into()]));
        assert_eq!(found(&["03/2021"]), Some(vec!["2021-03-01".into()]));
    }

    #[test]
    fn a_two_digit_year_that_would_be_in_the_future_is_in_the_last_century() {
        let lows = |name: &str, cells: &[&str]| {
            let format = DateFormat::find(name, cells.iter().copied()).expect("dates");
            cells
                .iter()
                .filter_map(|cell| format.read(cell))
                .map(|moment| moment.day.year())
                .collect::<Vec<_>>()
        };
        assert_eq!(lows("born", &["21-06-94", "23-10-39", "01-02-05"]), [1994, 1939, 2005]);
        assert_eq!(lows("visit", &["21-06-24", "23-10-23"]), [2024, 2023]);
        assert_eq!(lows("day", &["21-06-68", "23-10-99"]), [1968, 1999]);
        assert_eq!(lows("ends", &["21-06-24", "23-10-31"]), [2024, 2031]);
        assert_eq!(lows("valid until", &["21-06-35", "23-10-60"]), [2035, 2060]);
        assert_eq!(lows("birthday", &["21-06-35", "23-10-20"]), [1935, 2020]);
    }

    #[test]
    fn serial_days_among_dates_are_dates_and_alone_only_where_that_is_chosen() {
        assert_eq!(found(&["43832", "2020-01-01"]), Some(vec!["2020-01-02".into(), "2020-01-01".into()]));
        assert_eq!(found(&["43832", "43833"]), None);
        let chosen = DateFormat::find_chosen("", ["43832", "43833"].into_iter()).expect("dates");
        assert_eq!(chosen.read("43833").map(|moment| moment.iso()).as_deref(), Some("2020-01-03"));
        let months = DateFormat::find("month", ["202201", "202212"].into_iter()).expect("dates");
        assert_eq!(months.read("202212").map(|moment| moment.iso()).as_deref(), Some("2022-12-01"));
    }

    #[test]
    fn day_and_month_mixed_are_found_and_read_only_where_that_is_chosen() {
        let cells = ["01/01/2024", "17/05/2024", "05/13/2024"];
        assert_eq!(DateFormat::find("", cells.into_iter()), None);
        assert_eq!(DateFormat::contradiction(cells.into_iter()), Some((1, 2)));
        assert_eq!(DateFormat::contradiction(["01/01/2024", "17/05/2024"].into_iter()), None);
        let chosen = DateFormat::find_chosen("", cells.into_iter()).expect("dates");
        assert_eq!(chosen.read("05/13/2024").map(|moment| moment.iso()).as_deref(), Some("2024-05-13"));
        for zero in ["0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00/00/0000"] {
            assert!(is_zero(zero), "{zero}");
        }
        assert!(!is_zero("0000") && !is_zero("2000-00-00") && !is_zero("00:00"));
    }
}
