//! Ordered labels: scales that people know by heart, and labels with a number in them.

use crate::read::levels::Levels;
use crate::table::label::{key, likert};

/// Known scales, each from its lowest label to its highest; labels of one rank stand between bars.
const SCALES: &[&[&str]] = &[
    &[
        "none|no|zero",
        "very low|lowest",
        "low",
        "medium|moderate|mid|middle|average|normal",
        "high",
        "very high|highest",
        "extreme|critical",
    ],
    &[
        "none|no",
        "minimal|minor|slight",
        "mild",
        "moderate|medium",
        "major|serious",
        "severe|strong",
        "very severe|critical|extreme",
    ],
    &[
        "none",
        "very bad|very poor|terrible|awful",
        "bad|poor",
        "fair|average|ok|okay|acceptable|neutral|regular|sufficient",
        "satisfactory",
        "good",
        "very good|great",
        "premium|excellent|outstanding",
        "ideal|perfect",
    ],
    &["none", "po|poor", "fa|fair", "ta|typical", "gd|good", "ex|excellent"],
    &[
        "strongly disagree|totally disagree",
        "disagree",
        "somewhat disagree|slightly disagree",
        "neutral|neither|neither agree nor disagree|undecided",
        "somewhat agree|slightly agree",
        "agree",
        "strongly agree|totally agree",
    ],
    &[
        "very dissatisfied|very unsatisfied",
        "dissatisfied|unsatisfied",
        "neutral|neither",
        "satisfied",
        "very satisfied",
    ],
    &["very negative", "negative", "neutral", "positive", "very positive"],
    &["very unlikely", "unlikely", "possible|neutral", "likely", "very likely", "certain"],
    &[
        "none|never",
        "rarely|seldom|hardly ever",
        "sometimes|occasionally",
        "often|frequently",
        "very often|usually|almost always",
        "always",
    ],
    &["xxs", "xs|extra small", "s|small", "m|medium", "l|large", "xl|extra large", "xxl|2xl", "xxxl|3xl"],
    &["tiny", "small", "medium", "large|big", "huge|very large"],
    &["short", "medium|average", "tall|long"],
    &["light", "medium|moderate", "heavy"],
    &["slow", "medium|moderate|normal", "fast|quick"],
    &["weak", "medium|moderate", "strong"],
    &["freezing|very cold", "cold", "cool", "mild|warm", "hot", "very hot"],
    &[
        "child|young",
        "teenager|adolescent",
        "young adult",
        "adult|middle-aged|middle aged",
        "senior|elderly|old",
    ],
    &["none", "beginner|novice", "elementary|basic", "intermediate", "advanced", "expert|master"],
    &[
        "intern|trainee",
        "junior|entry|entry level",
        "mid|mid level|middle",
        "senior",
        "lead|principal",
        "executive|director",
    ],
    &["bronze", "silver", "gold", "platinum", "diamond"],
    &[
        "none|no schooling",
        "preschool",
        "primary|primary school|elementary|elementary school",
        "middle school|lower secondary",
        "secondary|secondary school|high school",
        "some college|vocational",
        "associate|associates|associate's degree",
        "bachelor|bachelors|bachelor's|bachelor's degree",
        "master|masters|master's|master's degree",
        "doctorate|doctoral|phd",
    ],
    &["f", "e", "d-", "d", "d+", "c-", "c", "c+", "b-", "b", "b+", "a-", "a", "a+"],
    &[
        "d", "c", "cc", "ccc-", "ccc", "ccc+", "b-", "b", "b+", "bb-", "bb", "bb+", "bbb-", "bbb", "bbb+",
        "a-", "a", "a+", "aa-", "aa", "aa+", "aaa",
    ],
    &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"],
];

/// Words in a column's name under which single letters are grades.
const GRADE_WORDS: [&str; 6] = ["grade", "mark", "rating", "quality", "score", "size"];

/// Words before a number that make it a rung of a ladder.
const LADDERS: [&str; 10] =
    ["grade", "level", "stage", "step", "tier", "phase", "degree", "rank", "band", "size"];

/// Words and signs before a number that mean less or more than it.
const LESS: [&str; 8] = ["less than", "up to", "under", "below", "at most", "<=", "<", "≤"];
const MORE: [&str; 8] = ["more than", "at least", "over", "above", "from", ">=", ">", "≥"];

/// Words and signs after a number that mean more than it.
const AND_MORE: [&str; 9] =
    ["and over", "and above", "and more", "or more", "or over", "or older", "and older", "plus", "+"];
const AND_LESS: [&str; 5] = ["or less", "and less", "and under", "or under", "or younger"];

/// Labels with a number that are more than this are no scale.
const MOST_BANDS: usize = 50;

/// Codes of the levels from lowest to highest, if they are a scale, and what makes them one.
pub fn order(name: &str, levels: &Levels) -> Option<(Vec<usize>, &'static str)> {
    if levels.len() < 2 || levels.len() > MOST_BANDS {
        return None;
    }
    if let Some(order) =
        SCALES.iter().chain(likert::SCALES).find_map(|scale| known_order(name, levels, scale))
    {
        return Some((order, "labels of a known scale"));
    }
    let bands: Vec<Band> = levels.iter().map(band).collect::<Option<_>>()?;
    let is_one_unit = bands.iter().all(|band| band.unit == bands[0].unit);
    sorted(bands.iter().map(|band| band.place).collect())
        .filter(|_| is_one_unit)
        .map(|order| (order, "labels ordered by their numbers"))
}

fn known_order(name: &str, levels: &Levels, scale: &[&str]) -> Option<Vec<usize>> {
    let rank = |level: &str| {
        let level = step(level);
        scale.iter().position(|labels| labels.split('|').any(|label| label == level))
    };
    let ranks: Vec<f64> =
        levels.iter().map(|level| rank(level).map(|rank| rank as f64)).collect::<Option<_>>()?;
    // Single letters are names as often as grades: "A", "B" and "C" need a sign or a name that says so.
    let is_letters = levels.iter().all(|level| level.chars().count() == 1);
    let mut words = name.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    if is_letters && !words.any(|word| GRADE_WORDS.contains(&word.as_str())) {
        return None;
    }
    sorted(ranks.into_iter().map(|rank| (rank, 0)).collect())
}

/// A label as the scales have it: in lower case, blanks for strokes and commas, without a number before or behind it, as
/// in “1 - strongly disagree” and “agree (4)”.
fn step(level: &str) -> String {
    let key = key::key(level);
    let mut rest: &str = &key;
    let before = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if before.len() < rest.len()
        && let Some(after) = before.trim_start().strip_prefix(['-', '=', ':', '.', ')'])
    {
        rest = after.trim_start();
    }
    if let Some((name, number)) = rest.strip_suffix(')').and_then(|inner| inner.rsplit_once('('))
        && !name.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        rest = name;
    }
    let blank = |letter: char| if "_,/;.".contains(letter) { ' ' } else { letter };
    rest.chars().map(blank).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Codes by place; `None` if two share one.
fn sorted(places: Vec<(f64, i8)>) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    let compare = |a: (f64, i8), b: (f64, i8)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    order.sort_by(|&a, &b| compare(places[a], places[b]));
    order.windows(2).all(|pair| places[pair[0]] != places[pair[1]]).then_some(order)
}

/// What a label with a number says.
#[derive(Debug, PartialEq)]
struct Band {
    /// Its number, and whether the label means less than it, it, or more.
    place: (f64, i8),
    /// What is left of the label: "years" of "10 years", in the singular.
    unit: String,
}

/// Reads labels such as "18-25", "65+", "< 5 years", "under 18", "3rd grade" and "level 2".
fn band(level: &str) -> Option<Band> {
    let lower = level.to_lowercase();
    let mut rest = lower.trim();
    let mut side = 0;
    let mut unit = String::new();
    if let Some(after) = LESS.iter().find_map(|word| rest.strip_prefix(word)) {
        (side, rest) = (-1, after.trim_start());
    } else if let Some(after) = MORE.iter().find_map(|word| rest.strip_prefix(word)) {
        (side, rest) = (1, after.trim_start());
    } else if let Some(word) = LADDERS.iter().find(|word| rest.starts_with(**word)) {
        unit.push_str(word);
        rest = rest[word.len()..].trim_start_matches([' ', '_', '-']);
    }
    let bare = rest.trim_start_matches(['$', '€', '£', '¥']);
    // Dollars are no steps between euros.
    unit.push_str(&rest[..rest.len() - bare.len()]);
    rest = bare;
    let (low, mut rest) = number(rest)?;
    // "18-25" and "18 to 25": the second number is the higher one.
    let high = ["-", "–", "to ", "through "].iter().find_map(|word| rest.trim_start().strip_prefix(word));
    if let Some(after) = high {
        let (high, after) = number(after.trim_start().trim_start_matches(['$', '€', '£', '¥']))?;
        if high <= low || side != 0 {
            return None;
        }
        rest = after;
    }
    let mut rest =
        ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest).trim();
    for (words, to) in [(&AND_MORE[..], 1), (&AND_LESS[..], -1)] {
        if let Some((before, after)) = words.iter().find_map(|word| rest.split_once(word)) {
            if !before.trim().is_empty() && !after.trim().is_empty() {
                return None;
            }
            side = to;
            rest = if before.trim().is_empty() { after.trim() } else { before.trim() };
        }
    }
    // A second number belongs to no band that is known here.
    if rest.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    unit.push_str(rest.strip_suffix('s').unwrap_or(rest));
    Some(Band { place: (low, side), unit })
}

/// The number that a text begins with, thousands as "10k" or "10,000", and what follows it.
fn number(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != ',' && letter != '.')
        .unwrap_or(text.len());
    let value: f64 = text[..end].replace(',', "").parse().ok()?;
    let rest = &text[end..];
    let is_thousands = rest.starts_with('k') && !rest[1..].starts_with(char::is_alphabetic);
    Some(if is_thousands { (value * 1000.0, &rest[1..]) } else { (value, rest) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::cells::CellsBuilder;

    fn ordered(name: &str, labels: &[&str]) -> Option<Vec<String>> {
        let mut builder = CellsBuilder::default();
        labels.iter().for_each(|label| builder.push(label));
        let cells = builder.finish();
        let (order, _) = order(name, cells.levels())?;
        Some(order.into_iter().map(|code| cells.levels()[code].to_owned()).collect())
    }

    #[test]
    fn known_scales_and_numbered_labels_are_put_in_order() {
        for labels in [
            &["low", "medium", "high"][..],
            &["Po", "Fa", "TA", "Gd", "Ex"],
            &["None", "Mild", "Moderate", "Severe"],
            &["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"],
            &["S", "M", "L", "XL"],
            &["C", "B-", "B", "A+"],
            &["BBB", "A", "AA"],
            &["II", "III", "IV"],
            &["<18", "18-25", "26-35", "65+"],
            &["under 5k", "5k-10k", "over 10k"],
            &["< 1 year", "1 year", "2 years", "10+ years"],
            &["1st grade", "2nd grade", "10th grade"],
            &["Level 1", "Level 2", "Level 10"],
            &["$0-$9,999", "$10,000 to $19,999", "$20,000 or more"],
        ] {
            let mut turned = labels.to_vec();
            turned.reverse();
            assert_eq!(
                ordered("column", &turned).as_deref(),
                Some(&*labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>()),
                "{labels:?}"
            );
        }
        for labels in [
            &[
                "stimme gar nicht zu",
                "stimme eher nicht zu",
                "teils/teils",
                "stimme eher zu",
                "stimme voll zu",
            ][..],
            &["Trifft nicht zu", "Trifft eher nicht zu", "Trifft eher zu", "Trifft voll und ganz zu"],
            &["Pas du tout d’accord", "Plutôt pas d'accord", "Plutôt d'accord", "Tout à fait d'accord"],
            &["Totalmente en desacuerdo", "En desacuerdo", "Neutral", "De acuerdo", "Totalmente de acuerdo"],
            &["Per niente d'accordo", "Poco d'accordo", "Abbastanza d'accordo", "Molto d'accordo"],
            &[
                "Discordo totalmente",
                "Discordo",
                "Não concordo nem discordo",
                "Concordo",
                "Concordo totalmente",
            ],
            &["Helemaal mee oneens", "Oneens", "Neutraal", "Eens", "Helemaal mee eens"],
            &["nie", "selten", "manchmal", "oft", "immer"],
            &["jamais", "rarement", "parfois", "souvent", "toujours"],
            &["nunca", "casi nunca", "a veces", "casi siempre", "siempre"],
            &["mai", "raramente", "qualche volta", "spesso", "sempre"],
            &["nunca", "raramente", "às vezes", "frequentemente", "sempre"],
            &["nooit", "zelden", "soms", "vaak", "altijd"],
            &["sehr unzufrieden", "unzufrieden", "neutral", "zufrieden", "sehr zufrieden"],
            &["Très insatisfait", "Insatisfait", "Satisfait", "Très satisfait"],
            &["muy malo", "malo", "regular", "bueno", "muy bueno"],
            &["pessimo", "scarso", "sufficiente", "buono", "ottimo"],
            &["ruim", "regular", "bom", "ótimo"],
            &["slecht", "matig", "voldoende", "goed", "uitstekend"],
            &["niedrig", "mittel", "hoch"],
            &["1 - Strongly disagree", "2 - Disagree", "3 - Neutral", "4 - Agree"],
            &["Very dissatisfied (1)", "Neutral (3)", "Very satisfied (5)"],
        ] {
            let mut turned = labels.to_vec();
            turned.reverse();
            let expected: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
            assert_eq!(ordered("answer", &turned), Some(expected), "{labels:?}");
        }
        assert_eq!(
            ordered("final grade", &["A", "C", "B"]),
            Some(["C", "B", "A"].map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn other_labels_are_no_scale() {
        for labels in [
            &["A", "B", "C"][..],
            &["red", "low"],
            &["group 1", "group 2"],
            &["PAL0708", "PAL0809"],
            &["1Fam", "2fmCon"],
            &["5-3", "1-2"],
            &["medium", "moderate"],
            &["1 apple", "2 pears"],
            &["$1", "€2"],
            &["555-1234-9", "555-2345-1"],
            &["low"],
        ] {
            assert_eq!(ordered("column", labels), None, "{labels:?}");
        }
    }
}
