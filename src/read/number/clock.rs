//! Stretches of time and times of day: 1:23:45, 08:15, 9:30 PM, 1h 20m, PT1H30M, 2 days 03:00:00.

use crate::read::number::digits::plain_signs;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

/// Letters and words before which a number counts so many seconds.
const WORDS: [(&str, f64); 30] = [
    ("d", DAY),
    ("day", DAY),
    ("days", DAY),
    ("tag", DAY),
    ("tage", DAY),
    ("h", HOUR),
    ("hr", HOUR),
    ("hrs", HOUR),
    ("hour", HOUR),
    ("hours", HOUR),
    ("std", HOUR),
    ("stunde", HOUR),
    ("stunden", HOUR),
    ("heure", HOUR),
    ("heures", HOUR),
    ("ч", HOUR),
    ("m", MINUTE),
    ("min", MINUTE),
    ("mins", MINUTE),
    ("minute", MINUTE),
    ("minutes", MINUTE),
    ("minuten", MINUTE),
    ("мин", MINUTE),
    ("s", 1.0),
    ("sec", 1.0),
    ("secs", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("sek", 1.0),
    ("сек", 1.0),
];

/// What a cell with a time in it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    /// Two numbers with a colon between them: hours and minutes, or minutes and seconds.
    Two(f64, f64),
    /// Seconds, where that is sure.
    Seconds(f64),
}

/// How a column's two-part times are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockFormat {
    /// All have two parts, and the first is below 24: hours.
    Hours,
    /// All have two parts, and some first ones are 24 or more: minutes.
    Minutes,
    /// Others have three parts or units: seconds, two parts being minutes and seconds.
    Seconds,
}

impl Clock {
    /// Reads a cell.
    pub fn of(text: &str) -> Option<Self> {
        if text.len() > 40 || !text.contains(|letter: char| letter == ':' || letter.is_alphabetic()) {
            return None;
        }
        let lower = plain_signs(text).to_lowercase();
        let (sign, rest) = match lower.strip_prefix('-') {
            Some(rest) => (-1.0, rest.trim_start()),
            None => (1.0, lower.strip_prefix('+').unwrap_or(&lower)),
        };
        let clock = match rest.contains(':') {
            true => with_colons(rest)?,
            false => Self::Seconds(in_words(rest)?),
        };
        Some(match clock {
            Self::Two(first, second) => Self::Two(sign * first, sign * second),
            Self::Seconds(seconds) => Self::Seconds(sign * seconds),
        })
    }
}

impl ClockFormat {
    /// The format of all cells, if all are times and at least one has a colon or two units.
    pub fn find<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut found = Self::Hours;
        for cell in cells {
            match Clock::of(cell)? {
                Clock::Two(first, _) if first.abs() >= 24.0 && found == Self::Hours => found = Self::Minutes,
                Clock::Two(_, _) => {}
                Clock::Seconds(_) => found = Self::Seconds,
            }
        }
        Some(found)
    }

    /// A cell's time in the column's unit.
    pub fn read(self, text: &str) -> Option<f64> {
        match (self, Clock::of(text)?) {
            (Self::Hours | Self::Minutes, Clock::Two(first, second)) => Some(first + second / 60.0),
            (Self::Seconds, Clock::Two(first, second)) => Some(first * MINUTE + second),
            (Self::Hours, Clock::Seconds(seconds)) => Some(seconds / HOUR),
            (Self::Minutes, Clock::Seconds(seconds)) => Some(seconds / MINUTE),
            (Self::Seconds, Clock::Seconds(seconds)) => Some(seconds),
        }
    }

    /// What is unusual about it, to follow a comma.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Hours => ", times of day or durations (hours:minutes), in hours",
            Self::Minutes => ", durations (minutes:seconds), in minutes",
            Self::Seconds => ", durations or times of day, in seconds",
        }
    }
}

/// “1:23:45.6”, “08:15”, “9:30 pm” and “2 days 03:00:00”.
fn with_colons(text: &str) -> Option<Clock> {
    let (days, text) = match text.split_once([' ', ',']) {
        Some((days, rest)) if rest.contains(':') => {
            let rest = rest.trim_start();
            let (word, rest) = rest.split_once([' ', ',']).unwrap_or(("", rest));
            let is_day = matches!(word, "day" | "days" | "d" | "");
            (days.trim_end_matches('d').parse::<u32>().ok().filter(|_| is_day)?, rest.trim_start())
        }
        _ => (0, text),
    };
    let end =
        text.find(|letter: char| !(letter.is_ascii_digit() || ":.,".contains(letter))).unwrap_or(text.len());
    let (digits, half) = text.split_at(end);
    let half = half.trim().replace('.', "");
    let parts: Vec<&str> = digits.split(':').collect();
    let (first, rest) = parts.split_first()?;
    let first: f64 = first.parse::<u32>().ok().filter(|_| first.len() <= 4)?.into();
    let is_half = (1.0..=12.0).contains(&first);
    let first = match half.as_str() {
        "" | "h" | "hrs" | "uhr" | "ч" => first,
        "am" if is_half => first % 12.0,
        "pm" if is_half => first % 12.0 + 12.0,
        _ => return None,
    };
    let below_sixty = |part: &str| {
        let whole = part.split(['.', ',']).next().unwrap_or_default();
        let value: f64 = part.replace(',', ".").parse().ok()?;
        (whole.len() == 2 && value < 60.0).then_some(value)
    };
    match rest {
        [second] if days == 0 && !half.is_empty() => {
            Some(Clock::Two(first, below_sixty(second).filter(|second| second.fract() == 0.0)?))
        }
        [second] if days == 0 && second.contains(['.', ',']) => {
            // Only seconds have fractions.
            Some(Clock::Seconds(first * MINUTE + below_sixty(second)?))
        }
        [second] if days == 0 => Some(Clock::Two(first, below_sixty(second)?)),
        [minute, second] => {
            let minute = below_sixty(minute).filter(|minute| minute.fract() == 0.0)?;
            Some(Clock::Seconds(
                f64::from(days) * DAY + first * HOUR + minute * MINUTE + below_sixty(second)?,
            ))
        }
        _ => None,
    }
}

/// “1h 20m”, “90 min 5 s”, “10h30” and “PT1H30M”; one unit alone is left to units of measure.
fn in_words(text: &str) -> Option<f64> {
    let iso = text.strip_prefix('p');
    let mut rest = match iso {
        Some(rest) => rest,
        None => text,
    };
    let (mut seconds, mut count, mut last) = (0.0, 0, f64::INFINITY);
    while !rest.is_empty() {
        rest = rest.trim_start_matches([' ', ',']);
        if iso.is_some() {
            rest = rest.strip_prefix('t').unwrap_or(rest);
        }
        let digits =
            rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
        let value: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            // “10h30”.
            "" if last == HOUR && rest.is_empty() && digits == 2 => MINUTE,
            word => WORDS.iter().find(|(known, _)| *known == word)?.1,
        };
        if unit >= last {
            return None;
        }
        (seconds, count, last) = (seconds + value * unit, count + 1, unit);
        rest = rest[letters..].trim_start_matches('.');
    }
    (count > 1 || iso.is_some() && count > 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_one_unit_for_the_whole_column() {
        for (cells, format, values) in [
            (&["08:15", "9:30", "23:45"][..], ClockFormat::Hours, &[8.25, 9.5, 23.75][..]),
            (&["9:30 PM", "12:00 am"], ClockFormat::Hours, &[21.5, 0.0]),
            (&["95:30", "12:00"], ClockFormat::Minutes, &[95.5, 12.0]),
            (&["1:23:45", "0:00:01"], ClockFormat::Seconds, &[5025.0, 1.0]),
            (&["59:30", "1:02:03"], ClockFormat::Seconds, &[3570.0, 3723.0]),
            (&["3:05.5", "4:10.25"], ClockFormat::Seconds, &[185.5, 250.25]),
            (&["1h 20m", "2h 05m 10s"], ClockFormat::Seconds, &[4800.0, 7510.0]),
            (&["10h30", "7h05"], ClockFormat::Seconds, &[37_800.0, 25_500.0]),
            (&["PT1H30M", "PT45S"], ClockFormat::Seconds, &[5400.0, 45.0]),
            (&["0 days 00:10:00", "2 days 03:00:00"], ClockFormat::Seconds, &[600.0, 183_600.0]),
            (&["1 day, 2:03:04", "0:00:05"], ClockFormat::Seconds, &[93_784.0, 5.0]),
            (&["-0:30:00"], ClockFormat::Seconds, &[-1800.0]),
        ] {
            assert_eq!(ClockFormat::find(cells.iter().copied()), Some(format), "{cells:?}");
            let read: Option<Vec<f64>> = cells.iter().map(|cell| format.read(cell)).collect();
            assert_eq!(read.as_deref(), Some(values), "{cells:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_time_is_none() {
        for cell in
            ["3:2", "12:75", "1:2:3:4", "a:b", "5 min", "12", "2024-01-05 10:30", "http://x", "13:05 PM", "m"]
        {
            assert_eq!(ClockFormat::find([cell].into_iter()), None, "{cell}");
        }
    }
}
