//! Spellings of one label: case, blanks, and the forms in which Unicode writes the same letters.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::table::label::compose::composed;
use crate::table::label::yes_no;

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

/// Which labels are one: for each the label that stands for it, the most frequent spelling; `None` where no two are one.
///
/// - `levels`: the labels and how many rows have each
pub fn joined(levels: &[(&str, usize)]) -> Option<Vec<String>> {
    let mut groups: HashMap<Cow<str>, usize> = HashMap::with_capacity(levels.len());
    let mut kept: Vec<(&str, usize)> = Vec::new();
    let mut group_of = Vec::with_capacity(levels.len());
    for &(label, rows) in levels {
        let group = *groups.entry(key(label)).or_insert_with(|| {
            kept.push((label, rows));
            kept.len() - 1
        });
        if rows > kept[group].1 {
            kept[group] = (label, rows);
        }
        group_of.push(group);
    }
    let meanings = of_one_meaning(&kept);
    if kept.len() == levels.len() && meanings.is_none() {
        return None;
    }
    let stands_for = |group: usize| meanings.as_ref().map_or(group, |meanings| meanings[group]);
    Some(group_of.into_iter().map(|group| tidy(kept[stands_for(group)].0)).collect())
}

/// For more than two labels that all are words for no or yes, such as yes, Y and no: the most frequent of the same meaning.
fn of_one_meaning(kept: &[(&str, usize)]) -> Option<Vec<usize>> {
    if !(3..=8).contains(&kept.len()) {
        return None;
    }
    let truth = |label: &str| yes_no::truth(label).filter(|_| yes_no::is_word(label));
    let truths: Vec<bool> = kept.iter().map(|(label, _)| truth(label)).collect::<Option<_>>()?;
    // Digits are numbers, not words, unless words stand beside them for both.
    let is_letter = |label: &str| label.chars().any(char::is_alphabetic);
    let has_word =
        |of: bool| kept.iter().zip(&truths).any(|((label, _), truth)| *truth == of && is_letter(label));
    if !has_word(true) || !has_word(false) {
        return None;
    }
    let first = |of: bool| {
        let own = (0..kept.len()).filter(|&group| truths[group] == of);
        own.max_by_key(|&group| (kept[group].1, usize::MAX - group)).unwrap_or(0)
    };
    let (no, yes) = (first(false), first(true));
    Some(truths.iter().map(|&truth| if truth { yes } else { no }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distinct(labels: &[(&str, usize)]) -> Option<Vec<String>> {
        let mut kept = joined(labels)?;
        kept.sort();
        kept.dedup();
        Some(kept)
    }

    #[test]
    fn spellings_of_one_label_have_one_key() {
        for spellings in [
            &["Yes", "yes", "YES", " yes ", "ＹＥＳ", "yes\u{200b}"][..],
            &["New York", "new  york", "New\u{a0}York", "NEW\u{3000}YORK"],
            &["Café", "Cafe\u{301}", "CAFÉ"],
            &["Ångström", "A\u{30a}ngstro\u{308}m"],
            &["Việt", "Vie\u{323}\u{302}t", "Vi\u{1ec7}t"],
            &["한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"],
            &["がく", "か\u{3099}く"],
            &["don’t", "don't", "Don‘t"],
            &["Й", "И\u{306}"],
            &["a–b", "a-b"],
        ] {
            for spelling in spellings {
                assert_eq!(key(spelling), key(spellings[0]), "{spelling}");
            }
        }
        assert_ne!(key("re"), key("ré"));
        assert_ne!(key("a b"), key("ab"));
    }

    #[test]
    fn the_most_frequent_spelling_stands_for_all() {
        let all = [("No", 26), ("Yes", 22), ("YES ", 16), ("yes", 7), ("NO", 5)];
        assert_eq!(joined(&all).as_deref(), Some(&["No", "Yes", "Yes", "Yes", "No"].map(str::to_owned)[..]));
        assert_eq!(joined(&[("red", 3), ("blue", 4)]), None);
        assert_eq!(distinct(&[("a\u{a0}b", 5), ("a b", 2)]), Some(vec!["a b".into()]));
    }

    #[test]
    fn words_of_one_meaning_are_one_label() {
        let answers = [("yes", 9), ("Y", 3), ("no", 7), ("N", 2), ("true", 1)];
        assert_eq!(distinct(&answers), Some(vec!["no".into(), "yes".into()]));
        assert_eq!(distinct(&[("ja", 9), ("yes", 3), ("nein", 7)]), Some(vec!["ja".into(), "nein".into()]));
        for others in [
            &[("-", 1), ("+", 2), ("0", 3)][..],
            &[("yes", 1), ("no", 2), ("maybe", 3)],
            &[("0", 3), ("1", 1), ("yes", 2)],
        ] {
            assert_eq!(joined(others), None, "{others:?}");
        }
    }
}
