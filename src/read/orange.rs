//! Orange's headers: rows of types and roles below the names, or both as letters before each name.

use std::collections::BTreeMap;

use crate::read::sample::Line;
use crate::schema::column::ColumnKind;
use crate::schema::role::Role;

/// What a file itself says about its columns, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// What columns hold.
    pub types: BTreeMap<String, ColumnKind>,
    /// What columns are used for.
    pub roles: BTreeMap<String, Role>,
}

impl Hints {
    /// Whether the file says nothing.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.roles.is_empty()
    }

    fn add(&mut self, name: &str, kind: Option<ColumnKind>, role: Option<Role>) {
        self.types.extend(kind.map(|kind| (name.to_owned(), kind)));
        self.roles.extend(role.map(|role| (name.to_owned(), role)));
    }
}

/// What the second and third row of a file say, if they are such rows.
///
/// The second holds a type for every column, or the values of a discrete one with blanks between; the third a role or nothing:
/// <https://orange3.readthedocs.io/projects/orange-data-mining-library/en/latest/reference/data.io.html>.
pub fn rows(names: &[String], types: &Line, roles: &Line) -> Option<Hints> {
    let mut hints = Hints::default();
    let mut known = 0;
    for (column, name) in names.iter().enumerate() {
        let kind = kind(types.cell(column));
        known += usize::from(kind.is_some());
        // Values with blanks between.
        let is_list = types.cell(column).split_whitespace().count() > 1;
        let flags = roles.cell(column);
        let role = if flags.is_empty() { None } else { Some(role(flags)?) };
        if kind.is_none() && !is_list {
            return None;
        }
        hints.add(
            name,
            kind.or(Some(ColumnKind::Category)),
            role.flatten().or_else(|| role_of_kind(types.cell(column))),
        );
    }
    (known > 0 && known * 2 >= names.len()).then_some(hints)
}

/// What letters before names say, as in “cD#class”, and the names without them; `None` unless a name has some.
pub fn letters(names: &[String]) -> Option<(Vec<String>, Hints)> {
    let split = |name: &String| -> Option<(String, String)> {
        let (letters, rest) = name.split_once('#')?;
        let is_flag = |letter: char| "mciwCDSTN".contains(letter);
        let is_known = (1..=2).contains(&letters.len()) && letters.chars().all(is_flag) && !rest.is_empty();
        is_known.then(|| (letters.to_owned(), rest.to_owned()))
    };
    let split: Vec<Option<(String, String)>> = names.iter().map(split).collect();
    if split.iter().all(Option::is_none) {
        return None;
    }
    let mut hints = Hints::default();
    let own = names.iter().zip(split).map(|(name, split)| {
        let Some((letters, rest)) = split else { return name.clone() };
        for letter in letters.chars() {
            let text = letter.to_string();
            match letter {
                'm' | 'c' | 'i' | 'w' => hints.add(&rest, None, role(&text).flatten()),
                _ => hints.add(&rest, kind(&text.to_lowercase()), None),
            }
        }
        rest
    });
    let own = own.collect();
    Some((own, hints))
}

fn kind(cell: &str) -> Option<ColumnKind> {
    match cell.to_ascii_lowercase().as_str() {
        "continuous" | "c" | "numeric" | "n" => Some(ColumnKind::Number),
        "discrete" | "d" | "categorical" => Some(ColumnKind::Category),
        "string" | "s" | "text" => Some(ColumnKind::Text),
        "time" | "t" => Some(ColumnKind::Date),
        _ => None,
    }
}

fn role_of_kind(cell: &str) -> Option<Role> {
    ["string", "s", "text"].contains(&cell).then_some(Role::Ignore)
}

/// The role that some flags name; the outer `None` where they are no flags.
fn role(flags: &str) -> Option<Option<Role>> {
    let mut found = None;
    for flag in flags.split_whitespace() {
        match flag {
            "class" | "c" => found = Some(Role::Task),
            "meta" | "m" | "ignore" | "i" => found = Some(Role::Ignore),
            "weight" | "w" => found = Some(Role::Weight),
            // An attribute of a column's own.
            attribute if attribute.contains('=') || attribute.starts_with('-') => {}
            _ => return None,
        }
    }
    Some(found)
}
