//! Words by which people say that a cell has no value, beside the usual marks: in measurements and in answers.

use crate::table::label::key;

/// Where numbers or dates should stand: not determined, not available, below the limit, in lower case.
const VALUES: &str = "n.n.|n. n.|n.b.|n. b.|k.a.|k. a.|n.d.|n. d.|nd|n/d|n.v.|n. v.|n.z.|o.a.|o. a.|n.a|n. a.|s/d|s.d.|s/n|n.c.|nc|\
    n.r.|n/r|n.v.t.|nvt|onb.|b.d.|b/d|brak|brak danych|н/д|н.д.|нет данных|нд|bdl|b.d.l.|<lod|<loq|lod|loq|< lod|< loq|u.d.|\
    b.q.|bql|trace|spuren|tr.|sp.|not available|not applicable|not detected|not determined|not measured|no data|nodata|no value|\
    unavailable|undefined|undef|blank|empty|void|tbd|tba|nil|nul|nichts|keine angabe|keine angaben|keine daten|unbekannt|fehlt|\
    nicht bestimmt|nicht nachweisbar|entfällt|inconnu|non disponible|non déterminé|non détecté|aucun|sin dato|sin datos|s/dato|\
    no disponible|no aplica|desconocido|non rilevato|sconosciuto|não disponível|sem dados|desconhecido|onbekend|geen gegevens|\
    niet beschikbaar|nieznane|bilinmiyor|yok|okänd|ukjent|ukendt|暂无|未知|无数据|不明|なし|欠測|없음|-|--|---|----|..|...|…|*|**";

/// In answers to questions, in the languages of the scales, in lower case.
const ANSWERS: &str = "don't know|do not know|dont know|dk|not sure|unsure|no opinion|no answer|prefer not to say|\
    prefer not to answer|refused|refuse to answer|decline to answer|not applicable|can't say|cannot say|can not say|unable to say|\
    don't know / no answer|don't know/no answer|dk/na|dk/nr|i don't know|not answered|no response|\
    weiß nicht|weiss nicht|weiß ich nicht|keine angabe|keine angaben|k.a.|k. a.|keine meinung|keine antwort|weiß nicht/keine angabe|\
    weiß nicht / keine angabe|kann ich nicht beurteilen|kann ich nicht sagen|nicht beurteilbar|möchte ich nicht sagen|\
    ne sait pas|ne sais pas|je ne sais pas|nsp|sans opinion|pas d'opinion|pas de réponse|sans réponse|ne se prononce pas|\
    non concerné|nsp/nr|\
    no sabe|no sé|no se|no lo sé|no sabe / no contesta|no sabe/no contesta|ns/nc|nsnc|no contesta|no responde|sin opinión|\
    prefiero no responder|prefiero no decirlo|no aplica|\
    non so|non sa|non saprei|nessuna opinione|nessuna risposta|non risponde|preferisco non rispondere|non applicabile|\
    não sei|não sabe|não sabe/não respondeu|não respondeu|não responde|sem opinião|sem resposta|prefiro não responder|\
    não se aplica|ns/nr|\
    weet niet|weet ik niet|weet het niet|geen mening|geen antwoord|niet van toepassing|n.v.t.|nvt|wil niet zeggen|zeg ik liever niet|\
    nie wiem|trudno powiedzieć|brak odpowiedzi|odmowa|не знаю|затрудняюсь ответить|нет ответа|bilmiyorum|fikrim yok|cevap yok|\
    vet ej|vet inte|ved ikke|vet ikke|en tiedä|nevím|не знам|不知道|不清楚|わからない|分からない|모름";

/// The longest of these words in bytes.
const LONGEST: usize = 60;

/// Whether a cell says that there is no number or date.
pub fn is_value(cell: &str) -> bool {
    is_in(cell, VALUES)
}

/// Whether a cell says that a question has no answer.
pub fn is_answer(cell: &str) -> bool {
    is_in(cell, ANSWERS)
}

fn is_in(cell: &str, words: &str) -> bool {
    if cell.len() > LONGEST {
        return false;
    }
    let key = key::key(cell);
    words.split('|').any(|word| word == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_no_value_are_known_in_many_languages() {
        for cell in
            ["n.n.", "k.A.", "K. A.", "ND", "s/d", "n.v.t.", "н/д", "BDL", "Keine Angabe", "—", "未知"]
        {
            assert!(is_value(cell), "{cell}");
        }
        for cell in [
            "Don't know",
            "Don’t know",
            "weiß nicht",
            "WEISS NICHT",
            "No sabe",
            "non so",
            "Não sei",
            "weet niet",
            "Ne sait pas",
        ] {
            assert!(is_answer(cell), "{cell}");
        }
        for cell in ["about 7", "unknown", "5", "never", "agree"] {
            assert!(!is_value(cell) && !is_answer(cell), "{cell}");
        }
    }
}
