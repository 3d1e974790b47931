//! One cell as an amount: sign, digits, unit, factor, and whether it is a limit.

use crate::read::number::currency;
use crate::read::number::digits::plain_signs;
use crate::read::number::unit;

/// What stands in a cell that may be a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Digits with decimal signs and signs between thousands; a minus in front where the number is negative.
    pub body: String,
    /// As it is written, or a currency's first name; empty for none.
    pub unit: String,
    /// Whether the unit may stand without having been heard of: a word behind a blank.
    pub is_unit_apart: bool,
    /// What the digits are multiplied by: 1000 for “3K”.
    pub factor: f64,
    /// Whether the number is only a limit.
    pub limit: Option<Limit>,
    /// Whether the minus stood behind the digits.
    pub is_minus_behind: bool,
}

/// What a cell says of the number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The value is below it, as in “<0.02”.
    Below,
    /// The value is above it, as in “>100” and “10,000+”.
    Above,
}

impl Amount {
    /// Takes a cell apart; `None` where it can be no amount.
    ///
    /// - `are_letters_scales`: whether “3M” is three million, not three of a unit M
    pub fn of(text: &str, are_letters_scales: bool) -> Option<Self> {
        let plain = plain_signs(text);
        let mut rest: &str = &plain;
        let mut limit = None;
        for (sign, of) in [("<", Limit::Below), ("≤", Limit::Below), (">", Limit::Above), ("≥", Limit::Above)]
        {
            if let Some(after) = rest.strip_prefix(sign) {
                (limit, rest) = (Some(of), after.strip_prefix('=').unwrap_or(after).trim_start());
            }
        }
        let inner = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let mut is_negative = inner.is_some();
        rest = inner.unwrap_or(rest).trim();
        let mut sign = take_sign(&mut rest);
        let currency = currency::at_start(rest);
        if let Some((_, length)) = currency {
            rest = rest[length..].trim_start();
            sign = sign.or_else(|| take_sign(&mut rest));
        }
        let (digits, mut tail) = split_digits(rest)?;
        let mut is_minus_behind = false;
        if let Some(before) = tail.strip_suffix('+') {
            (limit, tail) = (Some(Limit::Above), before.trim_end());
        } else if let Some(after) = tail.strip_prefix('-').or_else(|| tail.strip_suffix('-')) {
            // “12,-” is twelve and no cents.
            let are_cents = digits.ends_with(['.', ',']);
            // A minus before more is that of a range or a code.
            let is_joined = tail.starts_with('-') && after.starts_with(char::is_alphanumeric);
            if is_joined || (sign.is_some() && !are_cents) {
                return None;
            }
            is_minus_behind = !are_cents;
            tail = after.trim_start_matches('-').trim();
        }
        is_negative |= is_minus_behind || sign == Some('-');
        let (factor, behind) =
            unit::scale(tail, are_letters_scales || (currency.is_some() && is_letter(tail)));
        // Lakh and crore stand before a second word of scale.
        let is_unit_apart = behind.len() < tail.len() || rest[digits.len()..].starts_with(' ');
        let unit = join_units(currency.map(|(name, _)| name), behind)?;
        let body =
            format!("{}{}", if is_negative { "-" } else { "" }, digits.trim_end_matches(cents(digits)));
        Some(Self { body, unit, is_unit_apart, factor, limit, is_minus_behind })
    }
}

/// A decimal sign without digits behind it.
fn cents(digits: &str) -> &'static [char] {
    if digits.len() > 1 && digits.ends_with(',') { &[','] } else { &[] }
}

fn is_letter(tail: &str) -> bool {
    let mut letters = tail.chars();
    letters.next().is_some_and(char::is_alphabetic) && !letters.next().is_some_and(char::is_alphabetic)
}

fn take_sign(rest: &mut &str) -> Option<char> {
    let sign = rest.chars().next().filter(|sign| "+-".contains(*sign))?;
    *rest = rest[1..].trim_start();
    Some(sign)
}

/// The digits that a text begins with, with signs and blanks between them and an exponent, and what follows.
fn split_digits(text: &str) -> Option<(&str, &str)> {
    let end =
        text.find(|sign: char| !(sign.is_ascii_digit() || ".,'_ ".contains(sign))).unwrap_or(text.len());
    let mut digits = text[..end].trim_end_matches([' ', '\'', '_']);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.' || first == ',')
        || !digits.bytes().any(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let after = &text[digits.len()..];
    if let Some(exponent) = after.strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            let end = digits.len() + 1 + (exponent.len() - unsigned.len()) + length;
            digits = &text[..end];
        }
    }
    Some((digits, text[digits.len()..].trim()))
}

/// The one unit of a number from its currency and what stands behind it; `None` for two, or for what is no unit.
fn join_units(currency: Option<&str>, behind: &str) -> Option<String> {
    match (currency, behind) {
        (None, "") => Some(String::new()),
        (Some(currency), "") => Some(currency.to_owned()),
        (None, behind) => match currency::named(behind) {
            Some(currency) => Some(currency.to_owned()),
            None => unit::may_be(behind).then(|| behind.to_owned()),
        },
        // “€5/m²” and “$12 per hour”; “€ 5 EUR” says it twice.
        (Some(currency), behind) if currency::named(behind) == Some(currency) => Some(currency.to_owned()),
        (Some(currency), behind) => {
            let is_rate = behind.starts_with('/')
                || ["per ", "pro ", "a ", "par "].iter().any(|word| behind.starts_with(word));
            (is_rate && unit::may_be(behind.trim_start_matches('/'))).then(|| format!("{currency} {behind}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<(String, String, f64)> {
        Amount::of(text, false).map(|amount| (amount.body, amount.unit, amount.factor))
    }

    #[test]
    fn a_cell_is_taken_apart_into_sign_digits_unit_and_factor() {
        for (text, body, unit, factor) in [
            ("5 kg", "5", "kg", 1.0),
            ("180cm", "180", "cm", 1.0),
            ("-4 °C", "-4", "°C", 1.0),
            ("12 mg/dl", "12", "mg/dl", 1.0),
            ("€1.5M", "1.5", "€", 1e6),
            ("€450K", "450", "€", 1e3),
            ("3,5 Mio. €", "3,5", "€", 1e6),
            ("2 Mrd. EUR", "2", "€", 1e9),
            ("1.2bn", "1.2", "", 1e9),
            ("₹2.5 lakh", "2.5", "₹", 1e5),
            ("Rs. 1,200", "1,200", "₹", 1.0),
            ("R$ 1.234,50", "1.234,50", "R$", 1.0),
            ("100 zł", "100", "zł", 1.0),
            ("CHF 1'250.00", "1'250.00", "CHF", 1.0),
            ("245,14-", "-245,14", "", 1.0),
            ("12,-", "12", "", 1.0),
            ("12,– €", "12", "€", 1.0),
            ("($3.00)", "-3.00", "$", 1.0),
            ("$-4", "-4", "$", 1.0),
            ("-$2", "-2", "$", 1.0),
            ("€5/m²", "5", "€ /m²", 1.0),
            ("3万", "3", "", 1e4),
            ("1.5e3 m", "1.5e3", "m", 1.0),
        ] {
            assert_eq!(taken(text), Some((body.to_owned(), unit.to_owned(), factor)), "{text}");
        }
    }

    #[test]
    fn limits_are_known_from_their_signs() {
        for (text, limit) in [
            ("<0.02", Some(Limit::Below)),
            ("< 5 mg", Some(Limit::Below)),
            ("≤3", Some(Limit::Below)),
            (">=100", Some(Limit::Above)),
            ("10,000+", Some(Limit::Above)),
            ("7", None),
        ] {
            assert_eq!(Amount::of(text, false).map(|amount| amount.limit), Some(limit), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "kg",
            "about 7",
            "18-25",
            "2024-W01",
            "5 May 2023",
            "3rd 4th",
            "n.n.",
            "€",
            "$5 €",
            "12 Long Main Street Road",
        ] {
            assert_eq!(taken(text), None, "{text}");
        }
    }
}
