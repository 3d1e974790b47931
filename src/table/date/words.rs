//! Names of months and weekdays in the large languages, and the small words between them.

/// Forms of each month's name: in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Russian,
/// Ukrainian, Turkish, Swedish, Danish and Norwegian, Finnish, Hungarian, Romanian, Indonesian and Greek. An abbreviation
/// is the beginning of a form; others stand for themselves.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari styczeń stycznia leden ledna январь января янв січень січня \
     ocak tammikuu tammikuuta január ianuarie ιανουάριος ιανουαρίου",
    "february februar feber février fevrier febrero febbraio fevereiro februari luty lutego únor února unora февраль февраля \
     лютий лютого şubat subat helmikuu helmikuuta február februarie φεβρουάριος φεβρουαρίου",
    "march märz maerz mrz mars marzo março marco maart mrt marzec marca březen března brezna март марта березень березня mart \
     maaliskuu maaliskuuta március martie maret μάρτιος μαρτίου",
    "april avril abril aprile kwiecień kwietnia duben dubna апрель апреля апр квітень квітня nisan huhtikuu huhtikuuta április \
     aprilie απρίλιος απριλίου",
    "may mai mayo maggio maio mei maj maja květen května kvetna май мая травень травня mayıs mayis toukokuu toukokuuta május \
     μάιος μαΐου",
    "june juni juin junio giugno junho czerwiec czerwca červen června cervna июнь июня червень червня haziran kesäkuu \
     kesäkuuta június iunie ιούνιος ιουνίου",
    "july juli juillet julio luglio julho lipiec lipca červenec července cervence июль июля липень липня temmuz heinäkuu \
     heinäkuuta július iulie ιούλιος ιουλίου",
    "august août aout agosto augustus sierpień sierpnia srpen srpna август августа серпень серпня ağustos agustos elokuu \
     elokuuta augusztus αύγουστος αυγούστου",
    "september septembre septiembre setiembre settembre setembro wrzesień września wrzesnia září zari сентябрь сентября \
     вересень вересня eylül eylul syyskuu syyskuuta szeptember septembrie σεπτέμβριος σεπτεμβρίου",
    "october oktober octobre octubre ottobre outubro październik października pazdziernika říjen října rijna октябрь октября \
     жовтень жовтня ekim lokakuu lokakuuta október octombrie οκτώβριος οκτωβρίου",
    "november novembre noviembre novembro listopad listopada ноябрь ноября kasım kasim noiembrie \
     νοέμβριος νοεμβρίου",
    "december dezember décembre decembre diciembre dicembre dezembro grudzień grudnia prosinec prosince декабрь декабря \
     грудень грудня aralık aralik desember joulukuu joulukuuta decembrie δεκέμβριος δεκεμβρίου",
];

/// Forms of weekdays in these languages, in no order, and abbreviations of two letters.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag \
    samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles miercoles jueves \
    viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela \
    понедельник вторник среда четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar \
    måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag \
    mo di mi do fr sa so lu ma me je ve пн вт ср чт пт сб вс";

/// Words that stand between the parts of a date, or behind the number of a day.
const BETWEEN: &str = "de del d di of the le el den am st nd rd th er º ª г года р року r";

/// The month that a word in lower case names, or begins to: “sep” and “septem” are both the ninth.
pub fn month(word: &str) -> Option<u32> {
    let is_any = |fits: &dyn Fn(&str) -> bool| {
        let mut found = (1..).zip(MONTHS).filter(|(_, forms)| forms.split_ascii_whitespace().any(fits));
        let first = found.next()?.0;
        // “jui” begins both juin and juillet.
        found.next().is_none().then_some(first)
    };
    word.chars().nth(2)?;
    is_any(&|form| form == word).or_else(|| is_any(&|form| form.starts_with(word)))
}

/// Whether a word in lower case is a weekday.
pub fn is_weekday(word: &str) -> bool {
    let is_long = word.chars().nth(2).is_some();
    WEEKDAYS.split_ascii_whitespace().any(|name| name == word || is_long && name.starts_with(word))
}

/// Whether a word in lower case says nothing between the parts of a date.
pub fn is_between(word: &str) -> bool {
    BETWEEN.split_ascii_whitespace().any(|name| name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_name_and_abbreviation_in_many_languages() {
        for (words, expected) in [
            (
                "january jan jänner janv enero ene gennaio gen янв января ocak oca stycznia sty únor",
                [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
            ),
            (
                "märz mär mrz mars març maart mrt marca марта mart junio juin juil juillet июнь",
                [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 6, 6, 7, 7, 6],
            ),
            (
                "mai mayo mei maggio мая août aoû ago ağu set out dez dic ott déc",
                [5, 5, 5, 5, 5, 8, 8, 8, 8, 9, 10, 12, 12, 10, 12],
            ),
            (
                "červen července cze lip lut grudnia gru paź wrz kas ara eyl haz tem şub",
                [6, 7, 6, 7, 2, 12, 12, 10, 9, 11, 12, 9, 6, 7, 2],
            ),
        ] {
            let found: Vec<Option<u32>> = words.split(' ').map(month).collect();
            assert_eq!(found, expected.map(Some), "{words}");
        }
        for word in ["jui", "ma", "maybe", "x", "lunar", "june1"] {
            assert_eq!(month(word), None, "{word}");
        }
        assert!(is_weekday("thu") && is_weekday("do") && is_weekday("vendredi") && !is_weekday("th"));
    }
}
