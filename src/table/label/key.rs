//! What all spellings of a label have in common.

use std::borrow::Cow;

use crate::table::label::compose::composed;

/// What all spellings of a label have in common: lower case, plain blanks, no full-width forms, letters and marks in one sign.
pub fn key(label: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.+/".contains(&byte);
    if label.bytes().all(is_plain) {
        return Cow::Borrowed(label);
    }
    let mut key = String::with_capacity(label.len());
    let mut has_blank = false;
    for letter in label.chars().filter_map(plain_form) {
        if letter.is_whitespace() {
            has_blank = !key.is_empty();
            continue;
        }
        if std::mem::take(&mut has_blank) {
            key.push(' ');
        }
        for lower in letter.to_lowercase() {
            push_composed(&mut key, lower);
        }
    }
    Cow::Owned(key)
}

/// A label without blanks around it, with plain ones in it, as it is kept.
pub fn tidy(label: &str) -> String {
    let visible = label.chars().filter(|letter| !is_invisible(*letter)).collect::<String>();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn plain_form(letter: char) -> Option<char> {
    match letter {
        _ if is_invisible(letter) => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        '’' | '‘' | 'ʼ' | '´' | '`' => Some('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ => Some(letter),
    }
}

/// Adds a letter; a mark is joined with the letter before it, and Korean signs with those before them.
fn push_composed(key: &mut String, letter: char) {
    let joined =
        key.chars().next_back().and_then(|last| composed(last, letter).or_else(|| hangul(last, letter)));
    match joined {
        Some(both) => {
            key.pop();
            key.push(both);
        }
        // The dot of the Turkish capital İ.
        None if letter == '\u{307}' && key.ends_with('i') => {}
        None => key.push(letter),
    }
}

/// A Korean syllable from its parts: Unicode, section 3.12.
fn hangul(last: char, next: char) -> Option<char> {
    let (last, next) = (u32::from(last), u32::from(next));
    match (last, next) {
        (0x1100..0x1113, 0x1161..0x1176) => {
            char::from_u32(0xac00 + ((last - 0x1100) * 21 + (next - 0x1161)) * 28)
        }
        (0xac00..0xd7a4, 0x11a8..0x11c3) if (last - 0xac00) % 28 == 0 => char::from_u32(last + next - 0x11a7),
        _ => None,
    }
}
