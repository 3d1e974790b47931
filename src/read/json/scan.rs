//! Finds where values of JSON begin and end without reading them, and says where in the text a byte is.

use std::borrow::Cow;
use std::ops::Range;

/// Passes over blanks to the next sign, if there is one.
pub fn next_sign(text: &str, position: &mut usize) -> Option<u8> {
    // RFC 8142 begins every value of a stream with a record separator.
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1e;
    let rest = text.as_bytes().get(*position..).unwrap_or_default();
    let blanks = rest.iter().position(|byte| !is_blank(byte)).unwrap_or(rest.len());
    *position += blanks;
    rest.get(blanks).copied()
}

/// Bytes of the value that a text begins with, all of them where it has no end: whether it is one is seen when it is read.
pub fn value_length(text: &[u8]) -> usize {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for (index, &byte) in text.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return index + depth,
            b',' if depth == 0 => return index,
            _ => {}
        }
    }
    text.len()
}

/// The range of the value at a position, and that position moved behind it.
pub fn value(text: &str, position: &mut usize) -> Range<usize> {
    let begin = *position;
    *position += value_length(&text.as_bytes()[begin..]);
    begin..*position
}

/// Where a byte is; the last one where the text ended too early.
pub fn position(text: &str, index: usize) -> String {
    let before = &text.as_bytes()[..index.min(text.len().saturating_sub(1))];
    let lines = before.iter().filter(|&&byte| byte == b'\n').count();
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    format!("line {} column {}", lines + 1, column + 1)
}

/// Keys and ranges of an object's values, in order; `None` where it is none, or not whole.
pub fn entries(text: &str, range: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
    let mut found = Vec::new();
    let mut position = open(text, range, b'{')?;
    while next_sign(text, &mut position)? != b'}' || !found.is_empty() {
        let (key, value) = entry(text, &mut position)?;
        found.push((key, value));
        match next_sign(text, &mut position)? {
            b',' => position += 1,
            b'}' => break,
            _ => return None,
        }
    }
    (position < range.end).then_some(found)
}

/// The key at a position and the range of its value, and that position moved behind it.
pub fn entry(text: &str, position: &mut usize) -> Option<(String, Range<usize>)> {
    next_sign(text, position).filter(|&sign| sign == b'"')?;
    let length = quoted_length(&text.as_bytes()[*position..])?;
    let key = serde_json::from_str(&text[*position..*position + length]).ok()?;
    *position += length;
    next_sign(text, position).filter(|&sign| sign == b':')?;
    *position += 1;
    next_sign(text, position)?;
    Some((key, value(text, position)))
}

/// Ranges of a list's elements, in order; `None` where it is none, or not whole.
pub fn elements(text: &str, range: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut position = open(text, range, b'[')?;
    while next_sign(text, &mut position)? != b']' || !found.is_empty() {
        found.push(value(text, &mut position));
        match next_sign(text, &mut position)? {
            b',' => position += 1,
            b']' => break,
            _ => return None,
        }
        next_sign(text, &mut position)?;
    }
    (position < range.end).then_some(found)
}

/// The first sign of a list's first element.
pub fn first_in_list(text: &str, range: &Range<usize>) -> Option<u8> {
    let mut position = open(text, range, b'[')?;
    next_sign(text, &mut position)
}

fn open(text: &str, range: &Range<usize>, sign: u8) -> Option<usize> {
    let mut position = range.start;
    next_sign(text, &mut position).filter(|&found| found == sign)?;
    Some(position + 1)
}

/// Bytes of a text in quotes, with them.
fn quoted_length(text: &[u8]) -> Option<usize> {
    let mut is_escaped = false;
    for (index, &byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(index + 1),
            _ => {}
        }
    }
    None
}

/// Numbers that Python writes and JSON doesn't know.
const NO_NUMBERS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];

/// The same text with an empty text, and as many bytes, where Python wrote that a number is none; and how many there are.
pub fn without_nan(text: &str) -> (Cow<'_, str>, usize) {
    // Most texts have none, which is quickly seen.
    if !text.contains("NaN") && !text.contains("Infinity") {
        return (Cow::Borrowed(text), 0);
    }
    let (mut out, mut rest, mut count) = (String::with_capacity(text.len()), text, 0);
    while let Some(index) = rest.find(['"', 'N', 'I', '-']) {
        let (before, from) = rest.split_at(index);
        out.push_str(before);
        let length = match NO_NUMBERS.iter().find(|word| from.starts_with(**word)) {
            Some(word) => {
                count += 1;
                out.push_str("\"\"");
                out.extend(std::iter::repeat_n(' ', word.len() - 2));
                word.len()
            }
            None => {
                let length = match from.starts_with('"') {
                    true => quoted_length(from.as_bytes()).unwrap_or(from.len()),
                    false => 1,
                };
                out.push_str(&from[..length]);
                length
            }
        };
        rest = &from[length..];
    }
    out.push_str(rest);
    (Cow::Owned(out), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_elements_are_found_with_their_ranges() {
        let text = r#" {"a": [1, {"x": "]"}], "b\"" : 2 , "c":{} } "#;
        let found = entries(text, &(0..text.len())).expect("an object");
        let values: Vec<(&str, &str)> =
            found.iter().map(|(key, range)| (key.as_str(), text[range.clone()].trim())).collect();
        assert_eq!(values, [("a", r#"[1, {"x": "]"}]"#), ("b\"", "2"), ("c", "{}")]);
        let list = elements(text, &found[0].1).expect("a list");
        assert_eq!(list.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), ["1", r#"{"x": "]"}"#]);
        assert_eq!(entries("{}", &(0..2)), Some(vec![]));
        assert_eq!(elements("[ ]", &(0..3)), Some(vec![]));
        for torn in ["{\"a\": 1", "{\"a\"}", "{a: 1}", "[1]"] {
            assert_eq!(entries(torn, &(0..torn.len())), None, "{torn}");
        }
    }

    #[test]
    fn what_is_no_number_becomes_an_empty_text_of_the_same_length() {
        let (found, count) = without_nan(r#"{"a": NaN, "NaN": -Infinity, "b": ["Infinity", Infinity, -1]}"#);
        assert_eq!(found, r#"{"a": "" , "NaN": ""       , "b": ["Infinity", ""      , -1]}"#);
        assert_eq!(count, 3);
        assert_eq!(without_nan("{\"a\": \"x").1, 0);
    }
}
