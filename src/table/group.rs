//! Finds keys that repeat: columns that name a patient, a customer or another thing that several rows are about.

use std::collections::HashMap;

use crate::schema::column::ColumnKind;
use crate::schema::role::Role;
use crate::schema::warning::Warning;
use crate::table::column::Column;

/// People and things that rows are often about more than once.
const THINGS: [&str; 46] = [
    "account",
    "animal",
    "applicant",
    "athlete",
    "author",
    "borrower",
    "buyer",
    "case",
    "client",
    "cliente",
    "cow",
    "customer",
    "device",
    "donor",
    "employee",
    "encounter",
    "engine",
    "family",
    "haushalt",
    "household",
    "kunde",
    "machine",
    "member",
    "mitarbeiter",
    "mouse",
    "nutzer",
    "owner",
    "paciente",
    "participant",
    "patient",
    "person",
    "player",
    "proband",
    "pupil",
    "rat",
    "respondent",
    "sensor",
    "session",
    "speaker",
    "student",
    "subject",
    "supplier",
    "teilnehmer",
    "user",
    "visitor",
    "worker",
];

/// Words beside them that add nothing.
const MARKS: [&str; 12] =
    ["id", "ids", "no", "nr", "num", "number", "key", "code", "uuid", "guid", "hash", "name"];

/// Last or first words of names that say: this is a key, of whatever.
const KEYS: [&str; 5] = ["id", "ids", "uuid", "guid", "key"];

/// With these beside them, a key is the name of a kind, which many things have.
const KINDS: [&str; 14] = [
    "type", "class", "category", "kind", "status", "state", "level", "label", "color", "colour", "country",
    "region", "language", "gender",
];

/// With fewer values a key has too few groups to deal out.
const FEWEST_GROUPS: usize = 5;

/// Values that look like keys must be this many before their look counts.
const FEWEST_KEYS: usize = 10;

/// Columns that are looked through for what is alike among rows of one key.
const MOST_COMPARED: usize = 100;

/// Likelihood below which it is no chance that a column is the same in all rows of each key.
const CHANCE: f64 = 1e-3;

/// Rows beyond one a key from which on a smaller spread within keys says something, and how much smaller it must be.
const FEWEST_FREE: usize = 20;
const ALIKE: f64 = 0.5;

/// How sure a column's name makes that it is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// `customer_id`.
    OfThing,
    /// `patient`: it may also hold words, as a school's `subject` does.
    Thing,
    /// `id`, `movie_id`.
    OfKey,
    /// Anything else.
    Other,
}

/// A key that repeats, and what it should be used for.
#[derive(Clone, Debug)]
pub struct Key {
    /// The column's index.
    pub column: usize,
    /// [`Role::Group`], or [`Role::Ignore`] where it would be read as an amount.
    pub role: Role,
    /// Why, as a short clause.
    pub reason: String,
    /// The same as a sentence, with what to do.
    pub warning: Warning,
}

/// The keys among columns that nothing else is suggested for; one at most as a group.
pub fn find(columns: &[Column], is_free: impl Fn(&Column) -> bool) -> Vec<Key> {
    let may_be = |column: &&Column| match column.kind {
        ColumnKind::Integer | ColumnKind::Category | ColumnKind::Text => is_free(column),
        ColumnKind::Number
        | ColumnKind::Ordered
        | ColumnKind::Boolean
        | ColumnKind::MultiSelect
        | ColumnKind::Date
        | ColumnKind::Identifier
        | ColumnKind::Image
        | ColumnKind::Constant => false,
    };
    let mut candidates: Vec<(usize, Name)> = Vec::new();
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| may_be(column)) {
        let name = match name(&column.name) {
            Name::Thing if column.kind == ColumnKind::Integer || are_keys(column) => Name::OfThing,
            Name::Thing => Name::OfKey,
            other => other,
        };
        if repeats(column) && (name != Name::Other || are_keys(column)) {
            candidates.push((index, name));
        }
    }
    let alike: Vec<Option<String>> = candidates.iter().map(|&(index, _)| alike(columns, index)).collect();
    let rank = |&candidate: &usize| {
        let (index, name) = candidates[candidate];
        let is_group = columns[index].levels().len() >= FEWEST_GROUPS
            && (name == Name::OfThing || alike[candidate].is_some());
        is_group.then_some(match (name, &alike[candidate]) {
            (Name::OfThing, Some(_)) => 3,
            (Name::OfThing, None) => 2,
            (Name::Thing | Name::OfKey, _) => 1,
            (Name::Other, _) => 0,
        })
    };
    // The first of equals.
    let group = (0..candidates.len()).rev().filter(|candidate| rank(candidate).is_some()).max_by_key(rank);
    let key = |(candidate, &(index, name)): (usize, &(usize, Name))| {
        let column = &columns[index];
        if group == Some(candidate) {
            return Some(as_group(index, column, alike[candidate].as_deref()));
        }
        (name != Name::Other && column.kind == ColumnKind::Integer).then(|| left_out(index, column))
    };
    candidates.iter().enumerate().filter_map(key).collect()
}

fn as_group(index: usize, column: &Column, alike: Option<&str>) -> Key {
    let (name, levels, rows) = (&column.name, column.levels().len(), column.len() - column.missing());
    let alike = alike.map_or_else(String::new, |other| format!(" and “{other}” is alike in rows of one"));
    let reason = format!("{levels} values in {rows} rows{alike}: rows of one value belong together");
    let message = format!(
        "column “{name}”: {levels} values name {rows} rows{alike}, so rows of one would be trained on and tested on, and scores would be too good: its suggested role is group, which keeps them in one split; give it the role ignore if rows of one value have nothing to do with each other"
    );
    Key { column: index, role: Role::Group, reason, warning: Warning { message, place: None } }
}

fn left_out(index: usize, column: &Column) -> Key {
    let name = &column.name;
    let message = format!(
        "column “{name}”: its numbers name things and measure none, so it is left out: give it the role group if rows of one value belong together, or the type category and the role input if the values themselves say something"
    );
    let reason = "its name says that the numbers are keys".into();
    Key { column: index, role: Role::Ignore, reason, warning: Warning { message, place: None } }
}

/// Whether there are several values, and rows that share one.
fn repeats(column: &Column) -> bool {
    let levels = column.levels().len();
    levels > 1 && levels < column.len() - column.missing()
}

fn name(name: &str) -> Name {
    let words = words(name);
    let is_thing = |word: &String| {
        let is_one = |word: &str| {
            THINGS.contains(&word) || word.strip_suffix('s').is_some_and(|one| THINGS.contains(&one))
        };
        is_one(word) || word.strip_suffix("id").is_some_and(is_one)
    };
    let is_mark = |word: &String| MARKS.contains(&word.as_str());
    if words.iter().any(is_thing) && words.iter().all(|word| is_thing(word) || is_mark(word)) {
        let is_bare = |word: &String| THINGS.contains(&word.as_str());
        return if words.iter().all(is_bare) { Name::Thing } else { Name::OfThing };
    }
    let is_key = |word: Option<&String>| word.is_some_and(|word| KEYS.contains(&word.as_str()));
    let is_kind = words.iter().any(|word| KINDS.contains(&word.as_str()));
    if !is_kind && (is_key(words.last()) || is_key(words.first())) { Name::OfKey } else { Name::Other }
}

/// The words of a name in lower case, as in `patient_id`, `Patient ID`, `patientId`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let begins = !letter.is_alphanumeric() || (letter.is_uppercase() && was_lower);
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase();
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the values are like keys: letters and then digits, in one form for all, as in `P001` or `AB-1234`.
fn are_keys(column: &Column) -> bool {
    let levels = column.levels();
    if column.kind == ColumnKind::Integer || levels.len() < FEWEST_KEYS {
        return false;
    }
    let form = |level: &str| {
        let digits = level.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let start = &level[..level.len() - digits.len()];
        let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_short = start.chars().any(char::is_alphabetic) && start.chars().count() <= 12;
        (are_digits && is_short && !start.contains(char::is_whitespace)).then(|| start.to_owned())
    };
    let first = form(&levels[0]);
    first.is_some() && levels.iter().all(|level| form(level) == first)
}

/// The name of a column that is the same, or nearly, in all rows of each key, and is so by no chance.
fn alike(columns: &[Column], key: usize) -> Option<String> {
    let others = columns.iter().enumerate().filter(|(index, column)| {
        *index != key && column.levels().len() > 1 && column.levels().len() < column.len()
    });
    let is_alike =
        |other: &&Column| is_constant_within(&columns[key], other) || is_near_within(&columns[key], other);
    others.map(|(_, column)| column).take(MOST_COMPARED).find(is_alike).map(|column| column.name.clone())
}

fn is_constant_within(key: &Column, other: &Column) -> bool {
    let mut first: HashMap<usize, usize> = HashMap::new();
    let mut again: HashMap<usize, bool> = HashMap::new();
    let pairs = || (0..key.len()).filter_map(|row| Some((key.code(row)?, other.code(row)?)));
    for (of_key, code) in pairs() {
        match first.get(&of_key) {
            None => drop(first.insert(of_key, code)),
            Some(&before) => *again.entry(of_key).or_insert(true) &= before == code,
        }
    }
    if again.is_empty() || again.values().any(|is_same| !is_same) {
        return false;
    }
    // Two rows drawn at random agree with this likelihood.
    let rows = pairs().count() as f64;
    let agree: f64 = other.counts().iter().map(|&count| (count as f64 / rows).powi(2)).sum();
    again.len() as f64 * agree.min(1.0).ln() < CHANCE.ln()
}

/// Whether numbers spread within keys by less than half of what they spread in all (as variances, each by its degrees of freedom).
fn is_near_within(key: &Column, other: &Column) -> bool {
    if !other.kind.is_numeric() {
        return false;
    }
    let mut of_key: HashMap<usize, (f64, f64)> = HashMap::new();
    let values: Vec<(usize, f64)> =
        (0..key.len()).filter_map(|row| Some((key.code(row)?, other.number(row)?))).collect();
    let rows = values.len() as f64;
    let mean = values.iter().map(|(_, value)| value).sum::<f64>() / rows;
    for &(code, value) in &values {
        let (sum, count) = of_key.entry(code).or_default();
        *sum += value - mean;
        *count += 1.0;
    }
    let free = rows - of_key.len() as f64;
    if free < FEWEST_FREE as f64 || of_key.len() < FEWEST_GROUPS {
        return false;
    }
    let within = values.iter().map(|(code, value)| {
        let (sum, count) = of_key.get(code).copied().unwrap_or((0.0, 1.0));
        (value - mean - sum / count).powi(2)
    });
    let total: f64 = values.iter().map(|(_, value)| (value - mean).powi(2)).sum();
    within.sum::<f64>() / free < ALIKE * total / (rows - 1.0)
}
