//! Numbers and times as text a person reads at a glance.

/// Three significant digits, thousands apart: `0.0412`, `1.25`, `18 400`.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    // What is left of a difference of equal numbers is none.
    let size = if value.abs() < 1e-12 { 0.0 } else { value.abs() };
    if size >= 1e9 || (size > 0.0 && size < 1e-4) {
        return format!("{value:.2e}");
    }
    let decimals = match size {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 || size == 0.0 => 2,
        size if size >= 0.1 => 3,
        _ => 4,
    };
    let text = format!("{size:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let sign = if value < 0.0 && size > 0.0 { "−" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}", grouped(whole))
}

/// A score or its absence.
pub fn score(value: Option<f64>) -> String {
    let text = |value| match format!("{value:.3}").replace('-', "−") {
        text if text == "−0.000" => "0.000".into(),
        text => text,
    };
    value.map_or_else(|| "–".into(), text)
}

/// A count with thousands apart.
pub fn count(value: usize) -> String {
    grouped(&value.to_string())
}

/// Seconds as `0:07` or `1:02:03`.
pub fn time(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A count and its noun: `1 row`, `2 rows`.
pub fn plural(value: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(value), if value == 1 { "" } else { "s" })
}

/// A text of at most so many letters, with a sign at its end where it was longer.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Digits in groups of three from four digits on, with narrow spaces that don't break.
fn grouped(digits: &str) -> String {
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for (place, digit) in digits[first..].chars().enumerate() {
        if place % 3 == 0 && !text.is_empty() {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits() {
        let cases = [
            (0.0, "0"),
            (0.04123, "0.0412"),
            (1.254, "1.25"),
            (-3.0, "−3"),
            (18_400.4, "18\u{202f}400"),
            (f64::NAN, "–"),
            (2.5e-7, "2.50e-7"),
            (-4.4e-16, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_score_that_rounds_to_nothing_has_no_sign() {
        assert_eq!(
            (score(Some(-2e-5)), score(Some(-0.25)), score(None)),
            ("0.000".into(), "−0.250".into(), "–".into())
        );
    }

    #[test]
    fn times_have_hours_only_when_needed() {
        assert_eq!((time(7.2), time(3723.0)), ("0:07".into(), "1:02:03".into()));
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!((plural(1, "row"), plural(1200, "row")), ("1 row".into(), "1\u{202f}200 rows".into()));
    }
}
