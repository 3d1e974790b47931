//! Numbers as people write them: one way of writing a column, decided on all its cells.

use serde::{Deserialize, Serialize};

use crate::read::number::amount::Amount;
use crate::read::number::clock::ClockFormat;
use crate::read::number::digits::{hex, join_thousands};
use crate::read::number::hint::NumberHint;
use crate::read::number::plain::plain;
use crate::read::number::writing::Writing;
use crate::read::number::{currency, unit};

/// Decimal signs with signs between thousands; where several fit a column, the first is taken.
const WAYS: [(char, Option<char>); 9] = [
    ('.', None),
    ('.', Some(',')),
    (',', None),
    (',', Some('.')),
    ('.', Some(' ')),
    (',', Some(' ')),
    ('.', Some('\'')),
    (',', Some('\'')),
    ('.', Some('_')),
];

/// Different cells with a unit that nobody knows, from which on it is taken for one.
const FEWEST_OF_A_UNIT: usize = 5;

/// How a column's numbers are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberFormat {
    decimal: char,
    thousands: Option<char>,
    /// As the first cell with one has it, or empty.
    unit: String,
    /// Whether a decimal comma would have fitted as well as commas between thousands, or the other way round.
    is_ambiguous: bool,
    /// What the cells are beside digits.
    writing: Writing,
    /// Whether letters such as K and M multiply.
    are_letters_scales: bool,
    /// Whether any has a word or letter that multiplies it.
    has_factors: bool,
    /// Whether any is a limit, as “<0.02”, which is its number.
    has_limits: bool,
    /// Whether any has its minus behind it.
    is_minus_behind: bool,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self {
            decimal: '.',
            thousands: None,
            unit: String::new(),
            is_ambiguous: false,
            writing: Writing::Amount,
            are_letters_scales: false,
            has_factors: false,
            has_limits: false,
            is_minus_behind: false,
        }
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
        if cells.clone().all(|cell| hex(cell).is_some()) {
            return Some(Self { writing: Writing::Hex, ..Self::default() });
        }
        if let Some(format) = ClockFormat::find(cells.clone()) {
            return Some(Self { writing: Writing::Clock(format), ..Self::default() });
        }
        // “5m” is five metres where every cell is in metres, and five million beside “3k”.
        [false, true].into_iter().find_map(|letters| Self::find_amounts(cells.clone(), hint, letters))
    }

    fn find_amounts<'a>(
        cells: impl Iterator<Item = &'a str> + Clone,
        hint: NumberHint,
        are_letters_scales: bool,
    ) -> Option<Self> {
        let common = Self::find_unit(cells.clone(), are_letters_scales)?;
        let fits = |way: &(char, Option<char>)| {
            let format = Self { decimal: way.0, thousands: way.1, ..common.clone() };
            cells.clone().all(|cell| format.read(cell).is_some()).then_some(format)
        };
        let is_chosen = |way: &&(char, Option<char>)| hint.decimal == Some(way.0);
        if let Some(found) = WAYS.iter().filter(is_chosen).find_map(fits) {
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

    /// A format with the one unit of all cells, empty for none; `None` where there are several, where a cell is no amount at
    /// all, or where some cells lack a unit that the others may not lack: 12 % and 0.12 would be mixed up.
    fn find_unit<'a>(cells: impl Iterator<Item = &'a str>, are_letters_scales: bool) -> Option<Self> {
        let mut found = Self { are_letters_scales, ..Self::default() };
        let (mut count, mut has_bare, mut is_always_apart) = (0, false, true);
        for cell in cells {
            count += 1;
            if let Some(value) = plain(cell) {
                has_bare |= value != 0.0;
                continue;
            }
            let amount = Amount::of(cell, are_letters_scales)?;
            found.has_factors |= amount.factor != 1.0;
            found.has_limits |= amount.limit.is_some();
            found.is_minus_behind |= amount.is_minus_behind;
            if amount.unit.is_empty() {
                has_bare = true;
                continue;
            }
            is_always_apart &= amount.is_unit_apart;
            match found.unit.as_str() {
                "" => found.unit = amount.unit,
                unit if is_same(unit, &amount.unit) => {}
                _ => return None,
            }
        }
        let unit = found.unit.as_str();
        let has_letters = unit.chars().count() > 1;
        let fits = if unit.is_empty() || currency::named(unit).is_some() {
            true
        } else if unit == "%" || unit == "‰" {
            !has_bare
        } else if unit::is_known(unit) || unit.contains('/') {
            !has_bare || is_always_apart || has_letters
        } else {
            !has_bare && is_always_apart && !unit.contains(' ') && count >= FEWEST_OF_A_UNIT
        };
        fits.then_some(found)
    }

    /// Reads a number; its unit may be left out, and a program's plain numbers are read whatever the file had.
    pub fn read(&self, text: &str) -> Option<f64> {
        match self.writing {
            Writing::Hex => hex(text),
            Writing::Clock(format) => format.read(text),
            Writing::Amount => self.read_amount(text),
        }
    }

    fn read_amount(&self, text: &str) -> Option<f64> {
        if self.decimal == '.'
            && let Some(value) = plain(text)
        {
            return Some(value);
        }
        let amount = Amount::of(text, self.are_letters_scales)?;
        if !amount.unit.is_empty() && !is_same(&amount.unit, &self.unit) {
            return None;
        }
        self.read_body(&amount.body, amount.factor)
    }

    fn read_body(&self, body: &str, factor: f64) -> Option<f64> {
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
        if factor == 1.0 {
            return plain(&number);
        }
        // 2.3 times a million has an error in its last bit, 2.3e6 has none.
        match number.contains(['e', 'E']) {
            true => plain(&number).map(|value| value * factor),
            false => plain(&format!("{number}e{}", factor.log10().round())),
        }
    }

    /// What stands before decimals, where the column shows it.
    pub fn decimal(&self) -> Option<char> {
        (self.decimal == ',' || self.thousands.is_some()).then_some(self.decimal)
    }

    /// The unit behind or before the numbers; empty for none.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Whether some cells are limits, as “<0.02”.
    pub fn has_limits(&self) -> bool {
        self.has_limits
    }

    /// Whether cells are times of day or durations.
    pub fn is_clock(&self) -> bool {
        matches!(self.writing, Writing::Clock(_))
    }

    /// What is unusual about it, to follow a comma; empty where nothing is.
    pub fn reason(&self) -> String {
        match self.writing {
            Writing::Hex => return ", written to base 16".into(),
            Writing::Clock(format) => return format.reason().into(),
            Writing::Amount => {}
        }
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
        if self.has_factors {
            reason += ", words or letters for thousands and millions multiplied in";
        }
        if self.is_minus_behind {
            reason += ", minus behind the number";
        }
        match self.unit.as_str() {
            "" => {}
            "%" => reason += ", in percent",
            unit => reason += &format!(", in {unit}"),
        }
        if self.has_limits {
            reason += ", limits read as the number beside their sign";
        }
        reason
    }
}

/// Whether two units are one.
fn is_same(a: &str, b: &str) -> bool {
    a == b || currency::named(a).is_none() && unit::key(a) == unit::key(b)
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

    #[test]
    fn units_factors_limits_and_signs_of_all_kinds_are_numbers() {
        for (cells, expected, reason) in [
            (&["5 kg", "16.4 kg", "0.5 KG"][..], &[5.0, 16.4, 0.5][..], "in kg"),
            (&["180 cm", "95cm"], &[180.0, 95.0], "in cm"),
            (&["1 hour", "2 hours", "0"], &[1.0, 2.0, 0.0], "in hour"),
            (&["5,5 °C", "-3,0 °C"], &[5.5, -3.0], "decimal comma, in °C"),
            (&["5m", "7m"], &[5.0, 7.0], "in m"),
            (&["5m", "7k", "3"], &[5e6, 7e3, 3.0], "multiplied"),
            (&["€1.5M", "€450K", "€0", "€2.3M"], &[1.5e6, 4.5e5, 0.0, 2.3e6], "in €"),
            (&["50k", "1.2M"], &[5e4, 1.2e6], "multiplied"),
            (&["1,5 Mio. €", "2 Mrd. €"], &[1.5e6, 2e9], "decimal comma"),
            (&["10,000+", "500+", "1,000,000+"], &[10_000.0, 500.0, 1_000_000.0], "limits"),
            (&["281,38-", "245,14", "1.200,00-"], &[-281.38, 245.14, -1200.0], "minus behind"),
            (&["–1.54", "0.69", "−3"], &[-1.54, 0.69, -3.0], ""),
            (&["<0.02", "0.5", "> 100"], &[0.02, 0.5, 100.0], "limits"),
            (&["< 0,02 mg/l", "0,5 mg/l"], &[0.02, 0.5], "in mg/l"),
            (&["١٨٣٠٫٣", "٧"], &[1830.3, 7.0], ""),
            (&["१,२३४.५", "६"], &[1234.5, 6.0], "between thousands"),
            (&["６．３２", "７"], &[6.32, 7.0], ""),
            (&["1_219", "1_488"], &[1219.0, 1488.0], "“_” between thousands"),
            (&["0x1F", "0xff"], &[31.0, 255.0], "base 16"),
            (&["08:44", "10:30"], &[8.0 + 44.0 / 60.0, 10.5], "in hours"),
            (&["1:15:15", "2:00:00"], &[4515.0, 7200.0], "in seconds"),
            (&["12,-", "3,50"], &[12.0, 3.5], "decimal comma"),
            (&["USD 5", "$6", "US$7"], &[5.0, 6.0, 7.0], "in $"),
            (
                &["1 apples", "2 apples", "3 apples", "4 apples", "5 apples"],
                &[1.0, 2.0, 3.0, 4.0, 5.0],
                "in apples",
            ),
        ] {
            let (read, why) = values(cells, ',').unwrap_or_else(|| panic!("{cells:?} are no numbers"));
            assert_eq!(read, expected, "{cells:?}");
            assert!(why.contains(reason), "{cells:?}: “{why}” lacks “{reason}”");
        }
    }

    #[test]
    fn several_units_and_codes_are_no_numbers() {
        for cells in [
            &["5 kg", "300 g"][..],
            &["5 mW", "5 MW"],
            &["1", "2", "3a"],
            &["12a", "13a", "14a", "15a", "16a"],
            &["1 apple", "2 pears"],
            &["3 apples", "2 apples"],
            &["$5", "€6"],
            &["2022Q1", "2022Q2"],
            &["5 May", "6 May", "7 Jun"],
            &["18-25", "26-35"],
            &["0x123456789abcdef0"],
        ] {
            assert_eq!(values(cells, ','), None, "{cells:?}");
        }
    }
}
