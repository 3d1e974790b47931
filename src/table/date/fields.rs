//! One cell as a date: its year, month, day and time.

use chrono::{Datelike as _, NaiveDate};

use crate::read::number::digits::plain_signs;
use crate::table::date::moment::Moment;
use crate::table::date::{period, words};

/// A date whose century may be open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    year: u32,
    /// Whether the year has only two digits.
    pub is_short: bool,
    month: u32,
    day: u32,
    hour: f64,
}

impl Parsed {
    /// Its year as it is written.
    pub fn year(&self) -> u32 {
        self.year
    }

    /// The moment, where two-digit years up to `newest` are in this century.
    pub fn moment(self, newest: u32) -> Option<Moment> {
        let year = match self.year {
            short if self.is_short => short + if short <= newest { 2000 } else { 1900 },
            year @ 1000..3000 => year,
            _ => return None,
        };
        Some(Moment { day: NaiveDate::from_ymd_opt(year as i32, self.month, self.day)?, hour: self.hour })
    }
}

/// A piece of a date.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Field {
    /// Its value and how many digits it has.
    Number(u32, usize),
    Month(u32),
}

/// Takes a cell apart; `None` where it is no date.
///
/// - `are_months`: whether six digits are a year and a month
pub fn parse(text: &str, is_day_first: bool, are_months: bool) -> Option<Parsed> {
    // The longest are like "Wednesday, 30 September 2020 12:00:00.000000 +00:00".
    if !(4..=80).contains(&text.len()) {
        return None;
    }
    let plain = plain_signs(text);
    if !plain.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let asian = asian_signs(&plain);
    let text: &str = asian.as_deref().unwrap_or(&plain);
    if let Some(day) = period::read(text) {
        return Some(Parsed {
            year: day.year() as u32,
            is_short: false,
            month: day.month(),
            day: day.day(),
            hour: 0.0,
        });
    }
    if text.len() < 6 {
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
    let is_signed = || separators.starts_with(['-', '/', '.']);
    let (year, month, day) = match fields.as_slice() {
        [Number(all, 8)] => (Number(*all / 10_000, 4), all / 100 % 100, all % 100),
        [Number(all @ 190_001..=210_012, 6)] if are_months => (Number(*all / 100, 4), all % 100, 1),
        [year @ Number(_, 4), Number(month, 2)] if separators == "-" || separators == "/" => {
            (*year, *month, 1)
        }
        [Number(month, 1 | 2), year @ Number(_, 4)] if is_signed() => (*year, *month, 1),
        [year @ Number(_, 4), Number(month, 1 | 2), Number(day, 1 | 2)] => (*year, *month, *day),
        [year @ Number(_, 4), Month(month), Number(day, 1 | 2)] => (*year, *month, *day),
        [Number(day, 1 | 2), Month(month), year @ Number(_, 2 | 4)]
        | [Month(month), Number(day, 1 | 2), year @ Number(_, 2 | 4)] => (*year, *month, *day),
        [Month(month), year @ Number(_, 4)] | [year @ Number(_, 4), Month(month)] => (*year, *month, 1),
        [Month(month), year @ Number(_, 2)] if separators == "-" => (*year, *month, 1),
        [Number(first, 1 | 2), Number(second, 1 | 2), year @ Number(_, 2 | 4)] => {
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
    let (year, is_short) = match year {
        Number(year, digits) => (year, digits == 2),
        Month(_) => return None,
    };
    let parsed = Parsed { year, is_short, month, day, hour };
    parsed.moment(99).map(|_| parsed)
}

/// Chinese, Japanese and Korean signs behind years, months and days, as dashes.
fn asian_signs(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(['年', '년']) {
        return None;
    }
    let dashed =
        text.replace(['年', '년', '月', '월'], "-").replace(['日', '일', '号'], "").replace("- ", "-");
    Some(dashed.trim().trim_end_matches('-').to_owned())
}

/// The pieces of a date, and the sign between each two.
fn split(day: &str) -> Option<(Vec<Field>, String)> {
    let mut fields = Vec::new();
    let mut separators = String::new();
    let mut rest = day;
    let mut may_be_weekday = false;
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
            let is_weekday = words::is_weekday(&word);
            match words::month(&word) {
                Some(month) => {
                    // “mar. 5 mars 2024” begins with a Tuesday.
                    if may_be_weekday && matches!(fields.first(), Some(Field::Month(_))) {
                        fields.remove(0);
                    }
                    may_be_weekday = fields.is_empty() && is_weekday;
                    fields.push(Field::Month(month));
                }
                None if fields.is_empty() && is_weekday => {}
                None if words::is_between(&word) => {}
                None => return None,
            }
        } else {
            return None;
        }
        let is_word = letters > 0;
        rest = &rest[digits.max(letters)..];
        let after = rest.trim_start_matches(['-', '/', '.', ',', ' ', '\'']);
        let between = &rest[..rest.len() - after.len()];
        let signs = between.trim();
        // An abbreviation ends in a point, which a comma may follow.
        let signs = if is_word { signs.strip_prefix('.').unwrap_or(signs).trim() } else { signs };
        let ends_in_point = is_word && between == ".";
        if signs.chars().count() > 1 || (after.is_empty() && !between.is_empty() && !ends_in_point) {
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
