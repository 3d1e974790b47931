//! Tells lines that close a file, such as sources and notes, and words of sums, from data.

/// Words that begin a note below a table.
const NOTES: [&str; 34] = [
    "source",
    "sources",
    "note",
    "notes",
    "data from",
    "last updated",
    "updated",
    "footnote",
    "copyright",
    "generated",
    "created",
    "exported",
    "end of",
    "stand",
    "quelle",
    "quellen",
    "anmerkung",
    "hinweis",
    "erstellt",
    "fuente",
    "nota",
    "notas",
    "fonte",
    "sorgente",
    "remarque",
    "bron",
    "źródło",
    "zdroj",
    "kilde",
    "källa",
    "источник",
    "примечание",
    "出典",
    "来源",
];

/// Signs that begin a note below a table.
const MARKS: [char; 7] = ['*', '†', '‡', '©', '¹', '※', '注'];

/// Words of a row that sums up others.
const TOTALS: [&str; 62] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "sums",
    "subtotal",
    "sub-total",
    "sub total",
    "gesamt",
    "gesamtsumme",
    "summe",
    "summen",
    "zwischensumme",
    "insgesamt",
    "endsumme",
    "total général",
    "totaux",
    "somme",
    "sous-total",
    "ensemble",
    "totale",
    "totali",
    "somma",
    "subtotale",
    "suma",
    "total general",
    "soma",
    "total geral",
    "totaal",
    "subtotaal",
    "totalt",
    "summa",
    "i alt",
    "yhteensä",
    "razem",
    "ogółem",
    "łącznie",
    "suma końcowa",
    "celkem",
    "spolu",
    "součet",
    "összesen",
    "toplam",
    "genel toplam",
    "ukupno",
    "skupaj",
    "σ",
    "∑",
    "итого",
    "всего",
    "сумма",
    "разом",
    "усього",
    "общо",
    "σύνολο",
    "合計",
    "小計",
    "総計",
    "合计",
    "小计",
    "总计",
    "합계",
];

/// Words of a row that describes others by one number.
const STATISTICS: [&str; 22] = [
    "mean",
    "average",
    "avg",
    "median",
    "min",
    "max",
    "minimum",
    "maximum",
    "std",
    "stdev",
    "mittelwert",
    "durchschnitt",
    "schnitt",
    "moyenne",
    "media",
    "promedio",
    "média",
    "gemiddelde",
    "среднее",
    "平均",
    "평균",
    "średnia",
];

/// What the first cell of a row says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Sums of the rows above.
    Total,
    /// Another number that describes them.
    Statistic,
}

/// For each first letter of a word, a bit for each second one.
const BEGINNINGS: [u32; 26] = beginnings(&STATISTICS, beginnings(&TOTALS, [0; 26]));

const fn beginnings(words: &[&str], mut bits: [u32; 26]) -> [u32; 26] {
    let mut word = 0;
    while word < words.len() {
        let bytes = words[word].as_bytes();
        if bytes[0].is_ascii_lowercase() && bytes.len() > 1 && bytes[1].is_ascii_lowercase() {
            bits[(bytes[0] - b'a') as usize] |= 1 << (bytes[1] - b'a');
        }
        word += 1;
    }
    bits
}

/// Whether a text begins as one of the words may: nearly all cells do not, and every row is asked.
#[inline]
fn may_be_summary(cell: &str) -> bool {
    match *cell.as_bytes() {
        [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            let index = |letter: u8| letter.to_ascii_lowercase() - b'a';
            BEGINNINGS[index(first) as usize] >> index(second) & 1 == 1
        }
        // As in “i alt” and “média”.
        [first, second, ..] if first.is_ascii() => {
            matches!((first | 0x20, second), (b'i', b' ')) || (first | 0x20 == b'm' && !second.is_ascii())
        }
        [first, ..] => {
            !first.is_ascii()
                && cell
                    .chars()
                    .next()
                    .is_some_and(|first| "ИиВвСсРрУуОоÖöΣσ∑合小総总합ŁłŚś平평".contains(first))
        }
        [] => false,
    }
}

/// Whether a row is named as one that sums up others.
pub fn summary(cell: &str) -> Option<Summary> {
    if !may_be_summary(cell) || cell.len() > 60 {
        return None;
    }
    let lower = if cell.is_ascii() { String::new() } else { cell.to_lowercase() };
    let cell = if cell.is_ascii() { cell } else { &lower };
    let begins = |words: &[&str]| words.iter().any(|word| begins_with(cell, word));
    match (begins(&TOTALS), begins(&STATISTICS)) {
        (true, _) => Some(Summary::Total),
        (false, true) => Some(Summary::Statistic),
        (false, false) => None,
    }
}

/// Whether a text begins with a whole word.
fn begins_with(text: &str, word: &str) -> bool {
    let start = text.as_bytes().get(..word.len());
    let is_same = start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    text.get(word.len()..)
        .filter(|_| is_same)
        .is_some_and(|rest| rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '_'))
}

/// Whether a text reads like a note below a table; surely so if it stands apart.
///
/// - `has_words`: whether the other cells of its column are sentences, too, so that several words say nothing
pub fn is_note(text: &str, is_apart: bool, has_words: bool) -> bool {
    if !text.chars().any(char::is_alphabetic) {
        return false;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['(', '[', '"']);
    let is_named = NOTES.iter().any(|word| begins_with(lower, word)) || lower.starts_with(MARKS);
    is_named
        || is_apart
        || (!has_words && (text.contains(": ") || text.ends_with(':') || text.split_whitespace().count() > 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_by_words_of_many_languages() {
        for cell in [
            "Total",
            "TOTAL:",
            "Grand total",
            "Summe",
            "Gesamt",
            "Σ",
            "ИТОГО",
            "合計",
            "合计",
            "Yhteensä",
            "Razem (all)",
            "Total général",
        ] {
            assert_eq!(summary(cell), Some(Summary::Total), "{cell}");
        }
        for cell in ["Average", "Mittelwert", "mean", "平均"] {
            assert_eq!(summary(cell), Some(Summary::Statistic), "{cell}");
        }
        for cell in ["", "Totally", "Sumatra", "12", "Allee 3", "Maximilian", "total_1", "x total"] {
            assert_eq!(summary(cell), None, "{cell}");
        }
    }

    #[test]
    fn every_word_passes_the_quick_look_in_letters_of_any_case() {
        for word in TOTALS.iter().chain(&STATISTICS) {
            assert!(summary(word).is_some() && summary(&word.to_uppercase()).is_some(), "{word}");
        }
    }

    #[test]
    fn notes_are_told_from_cells() {
        for text in [
            "Source: a book",
            "Quelle: Amt",
            "* estimated",
            "Data from database: X",
            "© 2020 Office",
            "Last Updated: 01/02/2026",
        ] {
            assert!(is_note(text, false, true), "{text}");
        }
        for text in ["3", "2020-01-01", "anna", "New York"] {
            assert!(!is_note(text, false, false), "{text}");
        }
        assert!(is_note("as of spring", true, true) && !is_note("a cell of words", false, true));
    }
}
