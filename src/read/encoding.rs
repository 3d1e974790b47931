//! Guesses the encoding of a text that is no UTF-8, from what its letters would be.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::schema::error::DataError;

/// Bytes that a guess looks at, from the first letter on that is no ASCII.
const SAMPLE: usize = 1 << 20;

/// Bytes that are looked at for zeros.
const BEGINNING: usize = 1 << 12;

/// Encodings to choose from, in menu order.
pub const CHOICES: [&str; 25] = [
    "utf-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "iso-8859-2",
    "iso-8859-15",
    "macintosh",
    "x-mac-cyrillic",
    "koi8-r",
    "ibm866",
    "shift_jis",
    "euc-jp",
    "gbk",
    "gb18030",
    "big5",
    "euc-kr",
    "windows-874",
    "utf-16le",
    "utf-16be",
];

/// The encoding of a name, as browsers know them.
pub fn named(name: &str) -> Result<&'static Encoding, DataError> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| DataError::Encoding { name: name.into() })
}

/// An encoding's name in sentences.
pub fn title(name: &str) -> String {
    match name.strip_prefix("windows-") {
        Some(page) => format!("Windows-{page}"),
        None => name.to_owned(),
    }
}

/// UTF-16 without a mark: letters of Latin scripts, digits and line ends have a zero in one half, and nothing has one in the other.
pub fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning = &bytes[..bytes.len().min(BEGINNING) & !1];
    let zeros = |half: usize| beginning.iter().skip(half).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // Of a table in Chinese or Russian, at least delimiters and line ends are such.
    let enough = beginning.len() / 32;
    let encoding = match (first, second) {
        (0, second) if second > enough => UTF_16LE,
        (first, 0) if first > enough => UTF_16BE,
        (_, _) => return None,
    };
    let line_end = if encoding == UTF_16LE { [b'\n', 0] } else { [0, b'\n'] };
    beginning.as_chunks::<2>().0.contains(&line_end).then_some(encoding)
}

/// The likeliest encoding of bytes of which `odd` is the first that is no UTF-8.
pub fn guess(bytes: &[u8], odd: usize) -> &'static Encoding {
    let start = bytes[..odd].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    // Browsers don't guess the encoding of old Macintoshes, which spreadsheets there still write.
    let is_single = found.is_single_byte();
    if is_single && fitness(MACINTOSH, sample) > fitness(WINDOWS_1252, sample).max(fitness(found, sample)) {
        return MACINTOSH;
    }
    found
}

/// How well letters that are no ASCII fit among their neighbours: a small letter between letters does, a capital behind a
/// small one or a sign between letters does not.
fn fitness(encoding: &'static Encoding, sample: &[u8]) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    let mut fitness = 0;
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied().unwrap_or(' ');
        if !sign.is_ascii() {
            fitness += match (before.is_alphabetic(), after.is_alphabetic()) {
                _ if !sign.is_alphabetic() => {
                    if before.is_alphabetic() && after.is_alphabetic() {
                        -3
                    } else {
                        -1
                    }
                }
                (true, _) if sign.is_uppercase() && before.is_lowercase() => -2,
                (false, true) if sign.is_lowercase() && after.is_uppercase() => -2,
                (true, true) => 2,
                (_, _) => 1,
            };
            // Letters that no language of Western Europe has.
            if !sign.is_alphabetic() || "ªºƒŠšŽžŸ".contains(sign) {
                fitness -= 1;
            }
        }
        before = sign;
    }
    fitness
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251};

    use super::*;

    fn guessed(text: &str, encoding: &'static Encoding) -> &'static str {
        let (bytes, _, has_errors) = encoding.encode(text);
        assert!(!has_errors, "{text}");
        let odd = std::str::from_utf8(&bytes).expect_err("no UTF-8").valid_up_to();
        guess(&bytes, odd).name()
    }

    #[test]
    fn encodings_of_many_scripts_are_guessed() {
        let russian =
            "Дата;Описание;Сумма\n01.03.2024;Хлеб;280,20\n02.03.2024;Аренда;694,80\n03.03.2024;Связь;69,90\n";
        assert_eq!(guessed(russian, WINDOWS_1251), "windows-1251");
        let polish = "miasto;województwo;ludność\nŁódź;łódzkie;670642\nKraków;małopolskie;800653\nGdańsk;pomorskie;486022\n\
            Wrocław;dolnośląskie;672929\nCzęstochowa;śląskie;213124\n";
        assert_eq!(guessed(polish, WINDOWS_1250), "windows-1250");
        let japanese = "都市,人口,地方\n東京,13960000,関東\n大阪,2750000,近畿\n名古屋,2330000,中部\nさっぽろ,1970000,北海道\n";
        assert_eq!(guessed(japanese, SHIFT_JIS), "Shift_JIS");
        let chinese = "城市,人口,省份\n广州,18670000,广东省\n深圳,17560000,广东省\n成都,20930000,四川省\n西安,12950000,陕西省\n";
        assert_eq!(guessed(chinese, GBK), "GBK");
        let taiwanese = "城市,人口\n臺北,2640000\n高雄,2770000\n臺中,2820000\n新竹,450000\n嘉義,260000\n";
        assert_eq!(guessed(taiwanese, BIG5), "Big5");
        let korean = "도시,인구\n서울,9770000\n부산,3410000\n인천,2950000\n대구,2430000\n";
        assert_eq!(guessed(korean, EUC_KR), "EUC-KR");
        let german = "Straße,Größe,Ort\nHauptstraße 1,1,Köln\nGasse 2,2,München\nWeg 3,3,Düsseldorf\n";
        assert_eq!(guessed(german, WINDOWS_1252), "windows-1252");
        assert_eq!(guess(b"n\xe4me,b\n\xfc,1\n\xf6,2\n", 1).name(), "windows-1252");
    }

    #[test]
    fn old_macintoshes_are_guessed_from_what_stands_between_letters() {
        // Written by hand from the table of Mac OS Roman: ä 8A, ö 9A, ü 9F, ß A7, é 8E, è 8F, ç 8D.
        for bytes in [
            &b"Stra\xa7e,Gr\x9a\xa7e\nK\x9aln,1\nM\x9fnchen,2\nD\x9fsseldorf,3\nJ\x8aner,4\n"[..],
            b"nom,ville\nRen\x8e,Orl\x8eans\nH\x8el\x8fne,Besan\x8don\nFran\x8dois,Angoul\x90me\n",
        ] {
            let odd = std::str::from_utf8(bytes).expect_err("no UTF-8").valid_up_to();
            assert_eq!(guess(bytes, odd), MACINTOSH);
        }
    }

    #[test]
    fn utf_16_is_known_by_its_zeros() {
        let table = "name,wert\nMüller,6.06\n名前,4.71\n";
        let little: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = table.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((utf_16(&little), utf_16(&big)), (Some(UTF_16LE), Some(UTF_16BE)));
        let russian: Vec<u8> =
            "город,река\nМосква,Ока\nКазань,Волга\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(utf_16(&russian), Some(UTF_16LE));
        assert_eq!(utf_16(b"a,b\n1,2\n\x00,4\n"), None);
        assert_eq!(utf_16(table.as_bytes()), None);
        assert!(named("latin1").is_ok() && named("windows-1251").is_ok() && named("foo").is_err());
        assert!(
            CHOICES.iter().all(|name| named(name).is_ok_and(|known| known.name().eq_ignore_ascii_case(name)))
        );
    }
}
