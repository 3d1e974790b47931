//! Numbers as programs write them.

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
