//! Weeks, quarters and halves of a year, each read as its first day.

use chrono::{NaiveDate, Weekday};

/// Reads 2024-W01, 2024W01-3, W1 2024, 2024-KW05, Q1 2024, 2024Q1, 2024-T1, 1Q24 and 2024-H2.
pub fn read(text: &str) -> Option<NaiveDate> {
    // The longest are like “2024 week 05”.
    if !(4..=14).contains(&text.len()) || !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let parts = pieces(&upper)?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        // “2024-1Q”.
        [year, count, word @ ("Q" | "H")] if is_year(year) => of(year, word, count, ""),
        [year, word, count] if is_year(year) => of(year, word, count, ""),
        [year, word, count, day] if is_year(year) => of(year, word, count, day),
        [word, count, year] if !word.starts_with(is_digit) => of(year, word, count, ""),
        // “1Q24”.
        [count, word @ ("Q" | "H"), year] => of(year, word, count, ""),
        _ => None,
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.starts_with(['1', '2'])
}

/// Runs of digits and of letters; between them at most one blank or sign.
fn pieces(text: &str) -> Option<Vec<String>> {
    let mut pieces: Vec<String> = Vec::new();
    let mut gap = 0;
    let mut kind = None;
    for letter in text.chars() {
        let own = match letter {
            _ if letter.is_ascii_digit() => true,
            _ if letter.is_ascii_alphabetic() => false,
            '-' | ' ' | '/' | '_' | '.' | '\'' => {
                (gap, kind) = (gap + 1, None);
                if gap > 1 {
                    return None;
                }
                continue;
            }
            _ => return None,
        };
        match pieces.last_mut() {
            Some(last) if kind == Some(own) => last.push(letter),
            _ => pieces.push(letter.into()),
        }
        (gap, kind) = (0, Some(own));
    }
    (gap == 0).then_some(pieces)
}

fn of(year: &str, word: &str, count: &str, day: &str) -> Option<NaiveDate> {
    let year = match (year.len(), year.parse::<i32>().ok()?) {
        (4, year) if (1000..3000).contains(&year) => year,
        (2, year) => 2000 + year,
        _ => return None,
    };
    let number: u32 = count.parse().ok()?;
    let months = match word {
        "W" | "WK" | "WEEK" | "KW" | "CW" | "S" | "SEM" if count.len() <= 2 => {
            let weekday = match day {
                "" => Weekday::Mon,
                day => Weekday::try_from(day.parse::<u8>().ok()?.checked_sub(1)?).ok()?,
            };
            return NaiveDate::from_isoywd_opt(year, number, weekday);
        }
        "Q" | "QTR" | "T" | "K" | "QUARTER" | "TRIM" if count.len() == 1 && day.is_empty() => 3,
        "H" if count.len() == 1 && day.is_empty() => 6,
        _ => return None,
    };
    let first = number.checked_sub(1)? * months + 1;
    NaiveDate::from_ymd_opt(year, first, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_and_quarters_are_their_first_days() {
        // 1 January 2024 was a Monday; week 53 of 2020 began on 28 December.
        for (text, day) in [
            ("2024-W01", "2024-01-01"),
            ("2024W02", "2024-01-08"),
            ("2024-W01-3", "2024-01-03"),
            ("2020-W53", "2020-12-28"),
            ("W1 2024", "2024-01-01"),
            ("KW 5/2024", "2024-01-29"),
            ("2024 week 05", "2024-01-29"),
            ("2024-Q1", "2024-01-01"),
            ("2022Q4", "2022-10-01"),
            ("Q3 2023", "2023-07-01"),
            ("3Q23", "2023-07-01"),
            ("2023-3Q", "2023-07-01"),
            ("T2 2021", "2021-04-01"),
            ("2024-H2", "2024-07-01"),
            ("Q1'24", "2024-01-01"),
        ] {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in [
            "2024-W54",
            "2023-W53",
            "2024-Q5",
            "Q0 2024",
            "2024-X1",
            "W1",
            "2024-H3",
            "2024--W01",
            "A1 2024",
            "12AB34",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
