//! Pairs of labels that mean no and yes, in many languages.

use crate::table::label::key;

/// Words of no and of yes that mean the same, in lower case: the two of each line belong together.
const WORDS: [(&str, &str); 62] = [
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    (".false.", ".true."),
    ("nope", "yep"),
    // German, Dutch, Swedish, Danish and Norwegian, Icelandic.
    ("nein", "ja"),
    ("n", "j"),
    ("falsch", "wahr"),
    ("nee", "ja"),
    ("onwaar", "waar"),
    ("nej", "ja"),
    ("falskt", "sant"),
    ("nei", "ja"),
    ("nei", "já"),
    // French, Spanish, Italian, Portuguese, Catalan, Romanian.
    ("non", "oui"),
    ("n", "o"),
    ("faux", "vrai"),
    ("no", "sí"),
    ("no", "si"),
    ("n", "s"),
    ("falso", "verdadero"),
    ("no", "sì"),
    ("falso", "vero"),
    ("não", "sim"),
    ("nao", "sim"),
    ("falso", "verdadeiro"),
    ("nu", "da"),
    // Polish, Czech, Slovak, Croatian and Serbian, Slovene, Bulgarian, Russian, Ukrainian.
    ("nie", "tak"),
    ("fałsz", "prawda"),
    ("ne", "ano"),
    ("nie", "áno"),
    ("ne", "da"),
    ("не", "да"),
    ("нет", "да"),
    ("н", "д"),
    ("ложь", "истина"),
    ("ні", "так"),
    // Turkish, Hungarian, Finnish, Estonian, Latvian, Lithuanian, Albanian.
    ("hayır", "evet"),
    ("hayir", "evet"),
    ("yanlış", "doğru"),
    ("nem", "igen"),
    ("ei", "kyllä"),
    ("ei", "jah"),
    ("nē", "jā"),
    ("ne", "taip"),
    ("jo", "po"),
    // Greek, Hebrew, Arabic, Persian, Hindi, Bengali, Urdu.
    ("όχι", "ναι"),
    ("לא", "כן"),
    ("لا", "نعم"),
    ("خیر", "بله"),
    ("नहीं", "हाँ"),
    ("না", "হ্যাঁ"),
    ("نہیں", "ہاں"),
    // Chinese, Japanese, Korean, Vietnamese, Thai, Indonesian and Malay, Swahili.
    ("否", "是"),
    ("不是", "是"),
    ("いいえ", "はい"),
    ("아니요", "예"),
    ("아니오", "네"),
    ("không", "có"),
    ("ไม่ใช่", "ใช่"),
    ("tidak", "ya"),
];

/// Other pairs, of which one is the yes of its question.
const OTHERS: [(&str, &str); 29] = [
    ("0", "1"),
    ("0.0", "1.0"),
    ("-", "+"),
    ("off", "on"),
    ("absent", "present"),
    ("negative", "positive"),
    ("neg", "pos"),
    ("negativ", "positiv"),
    ("negativo", "positivo"),
    ("négatif", "positif"),
    ("fail", "pass"),
    ("failed", "passed"),
    ("failure", "success"),
    ("disabled", "enabled"),
    ("inactive", "active"),
    ("inaktiv", "aktiv"),
    ("without", "with"),
    ("ohne", "mit"),
    ("aus", "ein"),
    ("aus", "an"),
    ("hapana", "ndiyo"),
    ("无", "有"),
    ("無", "有"),
    ("没有", "有"),
    ("假", "真"),
    ("错", "对"),
    ("不", "是"),
    ("×", "○"),
    ("✗", "✓"),
];

/// Whether a label means yes; `None` if it means neither.
pub fn truth(label: &str) -> Option<bool> {
    // The longest has 18 bytes; full-width letters have three each.
    if label.len() > 40 {
        return None;
    }
    let label = key::key(label);
    let label = label.as_ref();
    WORDS.iter().chain(&OTHERS).find_map(|(no, yes)| match label {
        label if label == *no => Some(false),
        label if label == *yes => Some(true),
        _ => None,
    })
}

/// Whether two labels mean no and yes of one question.
pub fn is_pair(a: &str, b: &str) -> bool {
    if a.len() > 40 || b.len() > 40 {
        return false;
    }
    let (a, b) = (key::key(a), key::key(b));
    let (a, b) = (a.as_ref(), b.as_ref());
    WORDS.iter().chain(&OTHERS).any(|(no, yes)| (a == *no && b == *yes) || (a == *yes && b == *no))
}

/// Whether a label, as [`truth`] knows it, is a word for no or yes in general or 0 or 1, so that it is the same as others.
pub fn is_word(label: &str) -> bool {
    let label = key::key(label);
    let label = label.as_ref();
    matches!(label, "0" | "1") || WORDS.iter().any(|(no, yes)| label == *no || label == *yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_and_yes_are_known_in_many_languages_however_they_are_written() {
        for (no, yes) in [
            ("No", "YES"),
            ("Nein", "Ja"),
            ("non", "Oui"),
            ("NO", "SÍ"),
            ("Não", "Sim"),
            ("Nie", "Tak"),
            ("Нет", "Да"),
            ("Ні", "Так"),
            ("HAYIR", "EVET"),
            ("Hayır", "Evet"),
            ("nej", "ja"),
            ("Ei", "Kyllä"),
            ("nem", "igen"),
            ("όχι", "Ναι"),
            ("لا", "نعم"),
            ("否", "是"),
            ("いいえ", "はい"),
            ("아니요", "예"),
            ("नहीं", "हाँ"),
            ("không", "có"),
            ("ｎｏ", "ｙｅｓ"),
            ("FALSE", "TRUE"),
        ] {
            assert!(is_pair(no, yes) && is_pair(yes, no), "{no} and {yes}");
            assert_eq!((truth(no), truth(yes)), (Some(false), Some(true)), "{no} and {yes}");
        }
        assert!(!is_pair("no", "nein") && !is_pair("yes", "0") && !is_pair("a", "b"));
        assert_eq!(truth("maybe"), None);
    }

    #[test]
    fn no_word_means_no_in_one_language_and_yes_in_another() {
        let all = || WORDS.iter().chain(&OTHERS);
        for (no, yes) in all() {
            assert!(all().all(|(_, other)| other != no), "{no}");
            assert_eq!((truth(no), truth(yes)), (Some(false), Some(true)));
        }
    }
}
