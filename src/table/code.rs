//! Columns of digits that are no amounts: postal codes, phone numbers, keys of many digits, part numbers such as 12E4.

use crate::read::levels::Levels;
use crate::schema::column::ColumnKind;
use crate::table::finding::Finding;
use crate::table::name::{SURE_KEYS, has_word};
use crate::table::notice::Notice;

/// Words in the names of columns with postal codes.
const POSTAL: [&str; 22] = [
    "zip",
    "zipcode",
    "zips",
    "postcode",
    "postal",
    "postalcode",
    "plz",
    "postleitzahl",
    "cep",
    "pincode",
    "postnummer",
    "postnr",
    "postinumero",
    "psc",
    "cp",
    "codepostal",
    "codigopostal",
    "индекс",
    "邮编",
    "邮政编码",
    "郵便番号",
    "우편번호",
];

/// Words in the names of columns with phone numbers.
const PHONE: [&str; 20] = [
    "phone",
    "phones",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "cellphone",
    "fax",
    "msisdn",
    "whatsapp",
    "telefon",
    "telefonnummer",
    "handy",
    "handynummer",
    "rufnummer",
    "téléphone",
    "teléfono",
    "telefono",
    "telefone",
    "телефон",
];

/// A double holds every whole number of so many digits.
const MOST_DIGITS: usize = 15;

/// Fewest digits of a phone number behind its plus.
const FEWEST_PHONE_DIGITS: usize = 8;

/// Digits from which on numbers of one length with an E among them are rather hexadecimal.
const HEX_LENGTH: usize = 4;

/// What the labels are, if their digits are codes.
///
/// - `labels`: what the column holds as labels
pub fn find(name: &str, levels: &Levels, labels: ColumnKind) -> Option<Finding> {
    let of = |kind, reason: &str| Some(Finding::labels(kind, reason.to_owned()).noted(name, reason));
    if are_padded(levels) {
        return of(labels, "leading zeros, so the digits are codes");
    }
    let are_digits = levels.iter().all(|level| level.bytes().all(|byte| byte.is_ascii_digit()));
    if are_digits && has_word(name, &POSTAL) {
        // A code of its own in every row is no key either: neighbours have like codes.
        let kind = if labels == ColumnKind::Category { labels } else { ColumnKind::Text };
        return of(kind, "its name says that they are postal codes");
    }
    if are_digits && has_word(name, &PHONE) || levels.iter().all(is_phone) {
        return of(labels, "phone numbers");
    }
    let digits = |level: &str| level.trim_start_matches(['-', '0']).trim_end_matches('0').len();
    let are_whole = || {
        levels
            .iter()
            .all(|level| level.strip_prefix('-').unwrap_or(level).bytes().all(|byte| byte.is_ascii_digit()))
    };
    if are_whole() && levels.iter().any(|level| digits(level) > MOST_DIGITS) {
        return of(labels, "more digits than a number holds, so they are keys or codes");
    }
    if are_exponents(levels) {
        return of(labels, "digits, an E and digits, so they are codes and no exponents");
    }
    None
}

/// Whether all are digits of one length, some with a zero in front, as in postal codes.
fn are_padded(levels: &Levels) -> bool {
    let length = levels[0].len();
    let are_digits = |level: &str| level.len() == length && level.bytes().all(|byte| byte.is_ascii_digit());
    length > 1 && levels.iter().all(are_digits) && levels.iter().any(|level| level.starts_with('0'))
}

fn is_phone(level: &str) -> bool {
    let Some(rest) = level.strip_prefix('+') else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    digits >= FEWEST_PHONE_DIGITS
        && rest.bytes().all(|byte| byte.is_ascii_digit() || b" -/()".contains(&byte))
}

/// Whether cells such as 12E4 are codes: all are digits, E and digits, and some begin with two digits or more, as no program
/// writes an exponent; or all are of one length, some with an E.
fn are_exponents(levels: &Levels) -> bool {
    let split = |level: &str| -> Option<(usize, bool)> {
        let (front, back) = level.split_once(['E', 'e'])?;
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (are_digits(front) && are_digits(back)).then_some((front.len(), level.contains('E')))
    };
    let length = levels[0].len();
    let are_all_exponents = levels.iter().all(|level| split(level).is_some());
    if are_all_exponents {
        let is_code = |(front, is_capital): (usize, bool)| front > 1 || is_capital;
        return levels.iter().filter_map(split).any(is_code);
    }
    let is_digits = |level: &str| level.bytes().all(|byte| byte.is_ascii_digit());
    let is_either = |level: &str| level.len() == length && (is_digits(level) || split(level).is_some());
    length >= HEX_LENGTH && levels.iter().all(is_either) && levels.iter().any(|level| split(level).is_some())
}

impl Finding {
    /// The same, said aloud where the column is left out for it though its name names no key.
    fn noted(mut self, name: &str, reason: &str) -> Self {
        let is_left_out = matches!(self.kind, ColumnKind::Identifier | ColumnKind::Text);
        if is_left_out && !has_word(name, &SURE_KEYS) {
            let sentence = format!(
                "{reason}; it is left out because it has too many of them for a category: give it the type category to learn from \
                 them, or number if they are amounts"
            );
            self.notices.push(Notice::Column(sentence));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::cells::CellsBuilder;

    fn found(name: &str, cells: &[&str]) -> Option<(ColumnKind, String, usize)> {
        let mut builder = CellsBuilder::default();
        cells.iter().for_each(|cell| builder.push(cell));
        let finding = find(name, builder.finish().levels(), ColumnKind::Identifier)?;
        Some((finding.kind, finding.reason, finding.notices.len()))
    }

    #[test]
    fn digits_that_are_codes_are_no_numbers() {
        for (name, cells, reason, notices) in [
            ("x", &["01067", "80331"][..], "leading zeros", 1),
            ("plz", &["70225", "93620"], "postal", 1),
            ("Postal Code", &["70225", "93620"], "postal", 1),
            ("ZIP", &["70225", "93620"], "postal", 1),
            ("code_postal", &["75001", "13002"], "postal", 1),
            ("mobile", &["1753494341", "1738489689"], "phone", 1),
            ("x", &["+49 175 3494341", "+49 (173) 848-9689"], "phone", 1),
            ("x", &["+491753494341", "+491738489689"], "phone", 1),
            ("tweet_id", &["1294504618088995915", "1294845961108915941"], "more digits", 0),
            ("x", &["12345678901234567", "5"], "more digits", 1),
            ("part", &["50E1", "4E5"], "an E", 1),
            ("part", &["1E5", "4E5"], "an E", 1),
            ("hash", &["12e4", "1234"], "an E", 1),
        ] {
            let (_, why, count) = found(name, cells).unwrap_or_else(|| panic!("{cells:?} are no codes"));
            assert!(why.contains(reason), "{cells:?}: “{why}” lacks “{reason}”");
            assert_eq!(count, notices, "{cells:?}");
        }
        assert_eq!(found("plz", &["70225", "93620"]).map(|found| found.0), Some(ColumnKind::Text));
        for (name, cells) in [
            ("x", &["70225", "93620"][..]),
            ("wei", &["1000000000000000000", "25000000000000000000"]),
            ("x", &["1e5", "2e5"]),
            ("x", &["1.5E5", "2E5"]),
            ("x", &["1e-5", "200"]),
            ("x", &["10", "20"]),
            ("length", &["70225", "93620"]),
        ] {
            assert_eq!(found(name, cells), None, "{cells:?}");
        }
    }
}
