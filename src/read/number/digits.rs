//! Digits, signs and blanks of all scripts as a program writes them.

use std::borrow::Cow;

/// The first digit of each script that counts in tens, from Unicode's decimal numbers (category Nd).
const ZEROS: [char; 24] = [
    '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '᥆', '᧐', '᭐',
    '᮰', '᱐', '０',
];

/// Most digits to base 16 that a double holds without loss.
const MOST_HEX_DIGITS: usize = 13;

/// A text with the digits 0 to 9, a plain minus, plain blanks, “.” and “,”; what can't be seen is left out.
pub fn plain_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text.trim()) } else { Cow::Owned(written_plainly(text)) }
}

fn written_plainly(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain_sign).collect();
    plain.trim().to_owned()
}

fn plain_sign(sign: char) -> Option<char> {
    Some(match sign {
        _ if sign.is_ascii() => sign,
        // Marks of direction and of no width, as stand in right-to-left tables and in text from web pages.
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{61c}'
        | '\u{feff}' => return None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        // Hyphens, figure dash, en dash, em dash, minus.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '٫' => '.',
        '٬' | '،' => ',',
        '٪' => '%',
        '’' | '‘' | 'ʼ' => '\'',
        // The full-width forms of ASCII stand in its order.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0)?,
        '￥' => '¥',
        '￡' => '£',
        '￠' => '¢',
        '￦' => '₩',
        _ => digit(sign).unwrap_or(sign),
    })
}

fn digit(sign: char) -> Option<char> {
    let value = ZEROS
        .iter()
        .find_map(|&zero| u32::from(sign).checked_sub(u32::from(zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Whole part with its thousands joined; `None` if they are no thousands. In India groups before the last have two digits.
pub fn join_thousands(whole: &str, sign: char) -> Option<String> {
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

/// Reads “0x1F”.
pub fn hex(text: &str) -> Option<f64> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    let fits =
        (1..=MOST_HEX_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| u64::from_str_radix(digits, 16).ok().map(|value| value as f64)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_those_of_ascii() {
        for (text, plain) in [
            ("٦١", "61"),
            ("١٨٣٠٫٣", "1830.3"),
            ("١٬٢٣٤٫٥", "1,234.5"),
            ("۱۲۳", "123"),
            ("१२३.४५", "123.45"),
            ("১২", "12"),
            ("๓.๕", "3.5"),
            ("６．３２", "6.32"),
            ("－１，０００", "-1,000"),
            ("–1.54", "-1.54"),
            ("−2", "-2"),
            ("\u{200e}7\u{a0}000", "7 000"),
            ("７％", "7%"),
            ("￥５", "¥5"),
            ("５ｋｇ", "5kg"),
        ] {
            assert_eq!(plain_signs(text), plain, "{text}");
        }
        assert_eq!(plain_signs("Käse"), "Käse");
    }
}
