//! Spellings of one label: case, blanks, and the forms in which Unicode writes the same letters.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::table::label::key::{key, tidy};
use crate::table::label::yes_no;

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
