//! Units of measure and words of scale behind a number.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Units that are known, so that a number may stand before them without a blank.
const KNOWN: &str = "% ‰ ° °C °F ºC ºF kg g mg µg μg ug ng t lb lbs oz st stone ton tons tonne tonnes kilo kilos Pfund \
    km m cm mm µm um nm mi mile miles yd yard yards ft feet in inch inches \" ' \
    m2 m² qm sqm sqft sqm. ft² ft2 km² km2 ha acre acres m³ m3 cm² cm2 cm³ cm3 cc l L ml mL dl dL cl gal gallon gallons cup cups \
    s sec secs second seconds ms µs ns min mins minute minutes h hr hrs hour hours d day days wk week weeks mo mos month months \
    y yr yrs year years Jahr Jahre Monat Monate Tag Tage Stunde Stunden Std Std. Minuten Sekunden ans an mois jours jour heures \
    años año meses mes días horas anni mesi giorni ore anos dias jaar maanden dagen uur лет год года мес дней час ч мин сек \
    km/h kmh kph mph m/s ft/s knots kn kt rpm bpm Hz kHz MHz GHz hp PS bhp kW W MW GW kWh Wh MWh V mV kV mA mAh Ah J kJ MJ cal \
    kcal Cal N Nm kN Pa hPa kPa MPa bar mbar psi atm mmHg dB dBA lm lx lux cd px pt pts dpi MP Mbps Gbps kbps Mbit/s \
    KB kB MB GB TB PB KiB MiB GiB bit bits byte bytes mol mmol µmol mmol/l mmol/L mol/l mg/dl mg/dL g/dl g/dL g/l g/L mg/l \
    mg/L µg/l µg/L ug/l ng/ml ng/mL µg/m³ µg/m3 U/l U/L IU IU/l IU/L IU/ml mEq/L ppm ppb ppt kg/m² kg/m2 kg/m³ kg/m3 g/cm³ \
    g/cm3 l/100km L/100km km/l kmpl km/kg mpg g/km kWh/100km CC Stk Stk. Stück pcs pc points stars star people persons \
    times x % p.a. кг г мг км м см мм л мл шт шт. 歳 岁 年 個 个 台 人 回 日 時間 分 秒 公斤 公里 千克 米 厘米 세 명 개";

/// Words and letters that multiply, with what they multiply by; words of two letters are known only as written. Letters alone do so only where a column's other cells or a
/// currency say so.
const SCALES: [(&str, f64); 47] = [
    ("teur", 1e3),
    ("thousand", 1e3),
    ("thsd", 1e3),
    ("tsd.", 1e3),
    ("tsd", 1e3),
    ("mil", 1e3),
    ("тыс.", 1e3),
    ("тыс", 1e3),
    ("tys.", 1e3),
    ("tys", 1e3),
    ("bin", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("mln.", 1e6),
    ("mio.", 1e6),
    ("mio", 1e6),
    ("mill.", 1e6),
    ("MM", 1e6),
    ("млн", 1e6),
    ("млн.", 1e6),
    ("milyon", 1e6),
    ("milhões", 1e6),
    ("millones", 1e6),
    ("milioni", 1e6),
    ("billion", 1e9),
    ("billions", 1e9),
    ("bn", 1e9),
    ("bln", 1e9),
    ("mrd.", 1e9),
    ("mrd", 1e9),
    ("mld", 1e9),
    ("млрд", 1e9),
    ("milyar", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("trn", 1e12),
    ("lakh", 1e5),
    ("lakhs", 1e5),
    ("lac", 1e5),
    ("crore", 1e7),
    ("crores", 1e7),
    ("Cr", 1e7),
    ("万", 1e4),
    ("億", 1e8),
    ("亿", 1e8),
];
const LETTERS: [(char, f64); 9] = [
    ('k', 1e3),
    ('K', 1e3),
    ('m', 1e6),
    ('M', 1e6),
    ('b', 1e9),
    ('B', 1e9),
    ('G', 1e9),
    ('T', 1e12),
    ('t', 1e12),
];

/// Longest unit that is taken for one, in letters and in words.
const LONGEST: usize = 16;
const MOST_WORDS: usize = 3;

/// Splits words of scale from what follows a number: the factor and the rest.
///
/// - `are_letters_scales`: whether a letter by itself is a factor, as in “3M”
pub fn scale(tail: &str, are_letters_scales: bool) -> (f64, &str) {
    let end = tail.find(|letter: char| !letter.is_alphabetic()).unwrap_or(tail.len());
    let (word, rest) = match tail[end..].strip_prefix('.') {
        Some(_) => tail.split_at(end + 1),
        None => tail.split_at(end),
    };
    if word.is_empty() {
        return (1.0, tail);
    }
    let lower = word.to_lowercase();
    let is_it = |name: &str| name == word || name == lower;
    if let Some((_, factor)) = SCALES.iter().find(|(name, _)| is_it(name)) {
        return (*factor, rest.trim_start());
    }
    let mut letters = word.chars();
    if are_letters_scales
        && let (Some(letter), None) = (letters.next(), letters.next())
        && let Some((_, factor)) = LETTERS.iter().find(|(known, _)| *known == letter)
    {
        return (*factor, rest.trim_start());
    }
    (1.0, tail)
}

/// What known units have in common with their other spellings.
static KNOWN_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| KNOWN.split_ascii_whitespace().map(key).collect());

/// Whether a text is a known unit.
pub fn is_known(unit: &str) -> bool {
    KNOWN_KEYS.contains(&key(unit))
}

/// Whether a text may be a unit: letters and signs, digits only behind letters, few words.
pub fn may_be(unit: &str) -> bool {
    let mut before = ' ';
    unit.chars().count() <= LONGEST
        && unit.split(' ').count() <= MOST_WORDS
        && !unit.starts_with(|first: char| "/²³^*·.".contains(first))
        && unit.chars().all(|letter| {
            let fits = match letter {
                '0'..='9' => before.is_alphabetic() || "/^0123456789".contains(before),
                _ => letter.is_alphabetic() || " %‰°º/²³^*·.\"'".contains(letter),
            };
            before = letter;
            fits
        })
}

/// What units that are the same have in common: “KG”, “kg” and “kgs”, “hour” and “hours”; “mW” and “MW” differ.
pub fn key(unit: &str) -> String {
    if unit.chars().nth(1).is_none() {
        // “m” and “M”, “g” and “G”, “k” and “K” are different things.
        return unit.to_owned();
    }
    let mut letters = unit.chars();
    let is_prefixed =
        matches!(letters.next(), Some('m' | 'M')) && letters.next().is_some_and(char::is_uppercase);
    let mut key: String = unit.chars().filter(|letter| *letter != ' ').collect();
    let first = key.chars().next();
    key = key.to_lowercase().replace('μ', "µ").replace('º', "°");
    if let (true, Some(first)) = (is_prefixed, first) {
        key.replace_range(..1, first.encode_utf8(&mut [0; 4]));
    }
    let trimmed = key.trim_end_matches('.');
    let singular = trimmed
        .strip_suffix('s')
        .filter(|singular| singular.len() > 1 && singular.chars().all(char::is_alphabetic));
    singular.unwrap_or(trimmed).to_owned()
}
