//! Numbers as people write them: one way of writing a column, decided on all its cells.

use serde::{Deserialize, Serialize};

/// Signs of money and of hundredths, before or after a number.
const UNITS: [&str; 26] = [
    "%", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₪", "₫", "฿", "USD", "EUR", "GBP", "CHF", "JPY",
    "CNY", "INR", "SEK", "NOK", "DKK", "PLN", "AUD", "CAD",
];

/// Decimal signs with signs between thousands; where several fit a column, the first is taken.
const WAYS: [(char, Option<char>); 8] = [
    ('.', None),
    ('.', Some(',')),
    (',', None),
    (',', Some('.')),
    ('.', Some(' ')),
    (',', Some(' ')),
    ('.', Some('\'')),
    (',', Some('\'')),
];

/// What is known of a file's numbers before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberHint {
    /// What stands between cells.
    pub delimiter: char,
    /// What stands before decimals, where that was chosen.
    pub decimal: Option<char>,
}

impl From<char> for NumberHint {
    fn from(delimiter: char) -> Self {
        Self { delimiter, decimal: None }
    }
}

/// How a column's numbers are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberFormat {
    decimal: char,
    thousands: Option<char>,
    /// One of the units, or empty.
    unit: String,
    /// Whether a decimal comma would have fitted as well as commas between thousands, or the other way round.
    is_ambiguous: bool,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self { decimal: '.', thousands: None, unit: String::new(), is_ambiguous: false }
    }
}

impl NumberFormat {
    /// The format of all cells, if there is one. Where commas could be either, the file's delimiter tells: who writes
    /// semicolons between cells does so because commas stand in numbers.
    pub fn find<'a>(
        cells: impl Iterator<Item = &'a str> + Clone,
        hint: impl Into<NumberHint>,
    ) -> Option<Self> {
        Self::read_all(cells, hint).map(|(format, _)| format)
    }

    /// The same, with the number that each cell is.
    pub fn read_all<'a>(
        cells: impl Iterator<Item = &'a str> + Clone,
        hint: impl Into<NumberHint>,
    ) -> Option<(Self, Vec<f64>)> {
        let hint = hint.into();
        let is_whole = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        // Most columns are as programs write them.
        if (hint.decimal != Some(',') || cells.clone().all(is_whole))
            && let Some(numbers) = cells.clone().map(plain).collect()
        {
            return Some((Self::default(), numbers));
        }
        let format = Self::find_unusual(cells.clone(), hint)?;
        let numbers = cells.map(|cell| format.read(cell)).collect::<Option<_>>()?;
        Some((format, numbers))
    }

    fn find_unusual<'a>(cells: impl Iterator<Item = &'a str> + Clone, hint: NumberHint) -> Option<Self> {
        let unit = find_unit(cells.clone())?;
        let fits = |way: &(char, Option<char>)| {
            let format = Self { decimal: way.0, thousands: way.1, unit: unit.clone(), is_ambiguous: false };
            cells.clone().all(|cell| format.read(cell).is_some()).then_some(format)
        };
        let is_chosen = |way: &&(char, Option<char>)| hint.decimal.is_none_or(|decimal| decimal == way.0);
        if let Some(found) = WAYS.iter().filter(|_| hint.decimal.is_some()).filter(is_chosen).find_map(fits) {
            return Some(found);
        }
        let mut found = WAYS.iter().find_map(fits)?;
        if (found.decimal, found.thousands) == ('.', Some(','))
            && let Some(comma) = fits(&(',', None))
        {
            found = if hint.delimiter == ';' { comma } else { found };
            found.is_ambiguous = true;
        }
        Some(found)
    }

    /// What stands before decimals, where the column shows it.
    pub fn decimal(&self) -> Option<char> {
        (self.decimal == ',' || self.thousands.is_some()).then_some(self.decimal)
    }

    /// Reads a number; its unit may be left out, and a program's plain numbers are read whatever the file had.
    pub fn read(&self, text: &str) -> Option<f64> {
        if self.decimal == '.'
            && let Some(value) = plain(text)
        {
            return Some(value);
        }
        let (body, unit, is_negative) = take_apart(text);
        if !unit.is_empty() && unit != self.unit {
            return None;
        }
        let value = self.read_body(&body)?;
        Some(if is_negative { -value } else { value })
    }

    fn read_body(&self, body: &str) -> Option<f64> {
        let (whole, fraction) = match body.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (body, None),
        };
        let mut number = match self.thousands {
            Some(sign) => join_thousands(whole, sign)?,
            None => whole.to_owned(),
        };
        if number.contains(['.', ',']) {
            return None;
        }
        if let Some(fraction) = fraction {
            number.push('.');
            number.push_str(fraction);
        }
        plain(&number)
    }

    /// What is unusual about it, to follow a comma; empty where nothing is.
    pub fn reason(&self) -> String {
        let mut reason = match (self.decimal, self.thousands) {
            (',', None) => ", decimal comma".into(),
            (_, None) => String::new(),
            (_, Some(' ')) => ", blanks between thousands".into(),
            (_, Some(sign)) => format!(", “{sign}” between thousands"),
        };
        if self.is_ambiguous {
            reason += match self.thousands {
                Some(_) => " (a decimal comma would fit too)",
                None => " (commas between thousands would fit too)",
            };
        }
        match self.unit.as_str() {
            "" => {}
            "%" => reason += ", in percent",
            unit => reason += &format!(", in {unit}"),
        }
        reason
    }
}

/// Reads a number as programs write it.
pub fn plain(text: &str) -> Option<f64> {
    if let Some(value) = short(text.as_bytes()) {
        return Some(value);
    }
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if text.bytes().all(is_plain) {
        return text.parse().ok();
    }
    // Words that are numbers to the standard library; they are found as not finite.
    let word = text.trim_start_matches(['+', '-']);
    ["inf", "infinity"].iter().any(|name| name.eq_ignore_ascii_case(word)).then_some(f64::INFINITY)
}

/// Most digits that are surely a whole number below 2^53.
const MOST_DIGITS: usize = 15;

/// Reads a few digits, with a point or none, as nearly all numbers are written.
///
/// They are a whole number over a power of ten. A double holds both without an error, so that their quotient is the
/// nearest double: Clinger 1990, <https://doi.org/10.1145/93542.93557>.
fn short(text: &[u8]) -> Option<f64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let (mut whole, mut power) = (0.0, 1.0);
    let mut point = None;
    for (place, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole * 10.0 + f64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
        power *= if point.is_some_and(|point| point < place) { 10.0 } else { 1.0 };
    }
    let count = digits.len() - usize::from(point.is_some());
    let value = whole / power;
    (1..=MOST_DIGITS).contains(&count).then_some(if digits.len() < text.len() { -value } else { value })
}

/// Whole part with its thousands joined; `None` if they are no thousands. In India groups before the last have two digits.
fn join_thousands(whole: &str, sign: char) -> Option<String> {
    let unsigned = whole.trim_start_matches(['+', '-']);
    let mut groups: Vec<&str> = unsigned.split(sign).collect();
    if let [first, middle @ .., last] = groups.as_slice()
        && !(last.len() == 3
            && (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && middle.iter().all(|group| (2..=3).contains(&group.len())))
    {
        return None;
    }
    if groups.iter().any(|group| !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    groups.insert(0, &whole[..whole.len() - unsigned.len()]);
    Some(groups.concat())
}

/// A number's digits, its unit, and whether brackets make it negative.
fn take_apart(text: &str) -> (String, &str, bool) {
    let mut rest = text.trim();
    let inner = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    rest = inner.unwrap_or(rest);
    let mut sign = "";
    if let Some(after) = rest.strip_prefix(['-', '−', '+']) {
        sign = if rest.starts_with('+') { "+" } else { "-" };
        rest = after.trim_start();
    }
    let mut unit = "";
    for known in UNITS {
        if let Some(body) = rest.strip_prefix(known).or_else(|| rest.strip_suffix(known)) {
            unit = known;
            rest = body.trim();
            break;
        }
    }
    if sign.is_empty()
        && let Some(after) = rest.strip_prefix(['-', '−'])
    {
        sign = "-";
        rest = after;
    }
    let mut body = String::from(sign);
    body.extend(rest.chars().map(|letter| match letter {
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '’' => '\'',
        letter => letter,
    }));
    (body, unit, inner.is_some())
}

/// The one unit of all cells, empty for none; `None` where there are several, where a cell is no number at all, or where
/// only some have percent signs: 12 % and 0.12 would be mixed up.
fn find_unit<'a>(cells: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut found = "";
    let mut has_bare = false;
    for cell in cells {
        if let Some(value) = plain(cell) {
            has_bare |= value != 0.0;
            continue;
        }
        let (body, unit, _) = take_apart(cell);
        if !body.chars().all(|letter| letter.is_ascii_digit() || "+-.,' eE".contains(letter)) {
            return None;
        }
        match (unit, found) {
            ("", _) => has_bare = true,
            (unit, "") => found = UNITS.into_iter().find(|known| *known == unit)?,
            (unit, found) if unit != found => return None,
            (_, _) => {}
        }
    }
    (found != "%" || !has_bare).then(|| found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(cells: &[&str], delimiter: char) -> Option<(Vec<f64>, String)> {
        let format = NumberFormat::find(cells.iter().copied(), delimiter)?;
        Some((cells.iter().filter_map(|cell| format.read(cell)).collect(), format.reason()))
    }

    #[test]
    fn a_column_is_read_in_the_one_way_that_fits_all_of_it() {
        let found = |cells: &[&str]| values(cells, ',').unwrap_or_else(|| panic!("{cells:?} are no numbers"));
        assert_eq!(found(&["1.5", "-2", "1e3", "+.5"]), (vec![1.5, -2.0, 1000.0, 0.5], String::new()));
        assert_eq!(found(&["1,234.5", "7", "1,234,567"]).0, [1234.5, 7.0, 1_234_567.0]);
        assert_eq!(found(&["1,00,000", "12,345.5"]).0, [100_000.0, 12_345.5]);
        assert_eq!(found(&["1,5", "2"]), (vec![1.5, 2.0], ", decimal comma".into()));
        assert_eq!(found(&["1.234", "1.234.567"]).0, [1234.0, 1_234_567.0]);
        assert_eq!(found(&["1.234,5", "-3"]).0, [1234.5, -3.0]);
        assert_eq!(found(&["1 234", "5\u{202f}678,5"]).0, [1234.0, 5678.5]);
        assert_eq!(found(&["1'234.50", "2’000"]).0, [1234.5, 2000.0]);
        assert_eq!(found(&["12 %", "0", "3.5%"]), (vec![12.0, 0.0, 3.5], ", in percent".into()));
        assert_eq!(found(&["$1,234.50", "-$2", "($3.00)", "$-4", "5"]).0, [1234.5, -2.0, -3.0, -4.0, 5.0]);
        assert_eq!(
            found(&["1.234,50 €", "−2 €"]),
            (vec![1234.5, -2.0], ", “.” between thousands, in €".into())
        );
        // 0,123 is no thousand.
        assert_eq!(found(&["0,123", "1,234"]).0, [0.123, 1.234]);
    }

    #[test]
    fn the_delimiter_tells_what_commas_are_where_nothing_else_does() {
        assert_eq!(values(&["1,234", "5,678"], ',').map(|(values, _)| values), Some(vec![1234.0, 5678.0]));
        let (numbers, reason) = values(&["1,234", "5,678"], ';').expect("numbers");
        assert_eq!(numbers, [1.234, 5.678]);
        assert!(reason.contains("would fit too"), "{reason}");
    }

    #[test]
    fn short_numbers_are_read_to_the_last_bit_as_the_standard_library_reads_them() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..100_000 {
            let length = 1 + next(17);
            let mut text: String = (0..length).map(|_| char::from(b'0' + next(10) as u8)).collect();
            if next(4) > 0 {
                text.insert(next(length + 1) as usize, '.');
            }
            if next(2) > 0 {
                text.insert(0, '-');
            }
            let expected: f64 = text.parse().expect("a number");
            assert_eq!(plain(&text).map(f64::to_bits), Some(expected.to_bits()), "{text}");
            assert_eq!(short(text.as_bytes()).is_some(), length <= MOST_DIGITS as u64, "{text}");
        }
        for odd in ["", "-", ".", "-.", "1.2.3", "--1", "1-", "+1", "1e3"] {
            assert_eq!(short(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn what_mixes_ways_of_writing_is_no_column_of_numbers() {
        for cells in [
            &["1,5", "1.5"][..],
            &["12 %", "0.12"],
            &["$1", "1 €"],
            &["1,23,4", "1"],
            &["192.168.1.1", "1.2"],
            &["1 2", "3"],
            &["", "1"],
            &["e", "1"],
            &["1-2", "3"],
        ] {
            assert_eq!(values(cells, ','), None, "{cells:?}");
        }
    }
}
