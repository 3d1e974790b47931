//! Numbers as people type them, and as fields show them: with either decimal mark, in groups of three digits, with any minus.

/// The number that a text is, if it is one: `0.01`, `0,01`, `.01`, `1 000`, `1.000,5`, `1e-3`, `−2`.
///
/// A single comma or full stop is the decimal mark.
pub fn decimal(text: &str) -> Option<f64> {
    read(text, false)
}

/// The numbers that a text lists with blanks, semicolons, or commas before blanks in between: `0.01, 0.001`, `0,01; 0,001`. None where
/// it is blank.
pub fn decimals(text: &str) -> Option<Vec<f64>> {
    let parts = text.split(|letter: char| letter == ';' || letter.is_whitespace());
    let parts = parts.map(|part| part.trim_matches(',')).filter(|part| !part.is_empty());
    // `0.01,0.001` is no number in groups.
    let parts = parts.flat_map(|part| part.split(if part.contains('.') { ',' } else { ';' }));
    parts.map(decimal).collect()
}

/// The whole number of 0 or more that a text is: as [`decimal`], but a single comma or full stop before three digits groups
/// them, as in `1,000`.
pub fn whole(text: &str) -> Option<u64> {
    let value = read(text, true)?;
    // Above this, numbers are no longer exact.
    (value.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&value)).then_some(value as u64)
}

/// A number in six significant digits, whole ones in all, as a field shows it: it can be typed back.
pub fn text(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && !(1e-6..1e15).contains(&size) {
        let text = format!("{value:.5e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{power}", trimmed(digits));
    }
    let before = if size > 0.0 { size.log10().floor() as i32 + 1 } else { 1 };
    let decimals = (6 - before).max(0) as usize;
    match trimmed(&format!("{value:.decimals$}")) {
        "-0" => "0".into(),
        text => text.into(),
    }
}

fn trimmed(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

fn read(text: &str, groups_first: bool) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '−', '–']);
    let sign = if unsigned.is_some() { "-" } else { "" };
    let unsigned = unsigned.or(text.strip_prefix('+')).unwrap_or(text).trim_start();
    let (digits, power) = match unsigned.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, power.replace('−', "-").parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (before, after) = parts(digits, groups_first);
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let before = ungrouped(before)?;
    if !is_digits(after) || before.is_empty() && after.is_empty() {
        return None;
    }
    let value: f64 = format!("{sign}{before}.{after}0e{power}").parse().ok()?;
    value.is_finite().then_some(value)
}

/// What stands before and behind the decimal mark.
fn parts(digits: &str, groups_first: bool) -> (&str, &str) {
    let Some(last) = digits.rfind(['.', ',']) else { return (digits, "") };
    let mark = &digits[last..=last];
    let (before, after) = (&digits[..last], &digits[last + 1..]);
    let has_other = before.contains(['.', ',']) && !before.contains(mark);
    let is_group = !has_other
        && (before.contains(mark) || groups_first && after.len() == 3 && before.len() < 4 && before != "0");
    if is_group { (digits, "") } else { (before, after) }
}

/// Digits without what stands between groups of three; `None` where the groups are others.
fn ungrouped(text: &str) -> Option<String> {
    const BETWEEN: [char; 8] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’', ',', '.'];
    let mut groups = text.split(BETWEEN);
    let first = groups.next().unwrap_or_default();
    let mut marks = text.chars().filter(|letter| BETWEEN.contains(letter));
    let mark = marks.next();
    let is_even = groups.all(|group| group.len() == 3) && marks.all(|other| Some(other) == mark);
    let is_right = mark.is_none() || is_even && (1..4).contains(&first.len());
    let digits: String = text.chars().filter(|letter| !BETWEEN.contains(letter)).collect();
    (is_right && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_as_they_are_typed() {
        let cases = [
            ("0,01", 0.01),
            (".01", 0.01),
            (",5", 0.5),
            ("5.", 5.0),
            (" 1 000 ", 1000.0),
            ("1\u{202f}000,5", 1000.5),
            ("1.000,5", 1000.5),
            ("1,000.5", 1000.5),
            ("1'234'567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("1,000", 1.0),
            ("1e-3", 0.001),
            ("−2", -2.0),
            ("+2,5e2", 250.0),
        ];
        for (text, value) in cases {
            assert_eq!(decimal(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            ".",
            "-",
            "many",
            "1 2",
            "1 00",
            "10 0000",
            "1,2,3",
            "1.2.3",
            "1 000'000",
            "1e999",
            "e5",
            "--1",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_may_be_grouped_by_one_mark() {
        assert_eq!(
            ["1,000", "1.000", "12", "0,500", "2.5", "-1", "1e3"].map(whole),
            [Some(1000), Some(1000), Some(12), None, None, None, Some(1000)]
        );
    }

    #[test]
    fn shown_numbers_are_short_and_can_be_typed_back() {
        let cases = [
            (0.515_649_999_999_999_9, "0.51565"),
            (230.0, "230"),
            (4207.054, "4207.05"),
            (1_234_567.0, "1234567"),
            (-0.25, "-0.25"),
            (0.0, "0"),
            (-0.0, "0"),
            (2.5e-9, "2.5e-9"),
            (0.1 + 0.2, "0.3"),
        ];
        for (value, expected) in cases {
            assert_eq!(text(value), expected);
            assert!(
                (decimal(expected).unwrap_or(f64::NAN) - value).abs() <= value.abs() * 1e-5,
                "{expected}"
            );
        }
    }

    #[test]
    fn lists_have_blanks_or_semicolons_or_commas_between() {
        let both = Some(vec![0.01, 0.001]);
        for text in ["0.01 0.001", "0.01, 0.001", "0.01,0.001", "0,01; 0,001", "0,01 0,001", " 1e-2;.001 "] {
            assert_eq!(decimals(text), both, "{text}");
        }
        assert_eq!((decimals(" "), decimals("0.01 fast")), (Some(Vec::new()), None));
    }
}
