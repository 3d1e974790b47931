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
const MARKS: [char; 8] = ['*', '†', '‡', '©', '¹', '※', '注', '#'];

/// Words of a row that sums up others.
const TOTALS: [&str; 64] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "sums",
    "subtotal",
    "sub-total",
    "sub total",
    "overall",
    "all",
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

/// Whether a row is named as one that sums up others.
pub fn summary(cell: &str) -> Option<Summary> {
    let first = *cell.as_bytes().first()?;
    if first.is_ascii_digit() || cell.len() > 60 {
        return None;
    }
    let lower;
    let cell = if cell.is_ascii() && !first.is_ascii_uppercase() {
        cell
    } else {
        lower = cell.to_lowercase();
        &lower
    };
    let begins = |words: &[&str]| words.iter().any(|word| begins_with(cell, word));
    match (begins(&TOTALS), begins(&STATISTICS)) {
        (true, _) => Some(Summary::Total),
        (false, true) => Some(Summary::Statistic),
        (false, false) => None,
    }
}

/// Whether a text begins with a whole word.
fn begins_with(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
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
        || (!has_words && (text.contains(": ") || text.ends_with(':') || text.split_whitespace().count() > 2))
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
