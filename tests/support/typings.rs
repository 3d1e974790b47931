//! The types of `public/polyhead.d.ts`, read as far as values can be held against them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A field of an interface: whether it may be left out, and its type as it is written.
#[derive(Clone, Debug)]
pub struct Member {
    pub is_optional: bool,
    pub of: String,
}

/// The file without its comments.
pub struct Typings(String);

impl Typings {
    pub fn of(text: &str) -> Self {
        let mut plain = String::new();
        for (index, part) in text.split("/**").enumerate() {
            let rest = if index == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) };
            plain.push_str(rest);
        }
        Self(plain)
    }

    /// The words in quotes of a type that is a choice among them.
    pub fn choices(&self, name: &str) -> BTreeSet<String> {
        let start = format!("export type {name} =");
        let body = self.0.split_once(&start).and_then(|(_, rest)| rest.split_once(';'));
        quoted(body.unwrap_or_else(|| panic!("there is no type {name}")).0)
    }

    /// The fields of an interface.
    pub fn interface(&self, name: &str) -> BTreeMap<String, Member> {
        let start = format!("export interface {name} {{");
        let (_, rest) = self.0.split_once(&start).unwrap_or_else(|| panic!("there is no interface {name}"));
        members(inside(rest))
    }

    /// Adds a sentence for all in which a value differs from a type.
    pub fn compare(&self, path: &str, value: &Value, of: &str, wrong: &mut Vec<String>) {
        let of = of.trim();
        let of = of.strip_prefix('(').and_then(|of| of.strip_suffix(')')).unwrap_or(of);
        match value {
            Value::Object(fields) => {
                let plain = of.trim_end_matches("| null").trim();
                let typed = match plain.strip_prefix('{') {
                    Some(rest) => members(inside(rest)),
                    None if plain.chars().all(char::is_alphanumeric) => self.interface(plain),
                    // Records and unions of objects.
                    None => return,
                };
                for (name, member) in &typed {
                    match fields.get(name) {
                        Some(field) => self.compare(&format!("{path}.{name}"), field, &member.of, wrong),
                        None if member.is_optional => {}
                        None => wrong.push(format!("{path}.{name} is only in the typings")),
                    }
                }
                let unknown = fields.keys().filter(|name| !typed.contains_key(*name));
                wrong.extend(unknown.map(|name| format!("{path}.{name} is not in the typings")));
            }
            Value::Array(items) => {
                if let (Some(item), Some(of)) = (items.first(), of.strip_suffix("[]")) {
                    self.compare(&format!("{path}[0]"), item, of, wrong);
                }
            }
            Value::String(word) => {
                let choices = quoted(of);
                let is_known = choices.is_empty() || choices.contains(word);
                wrong.extend((!is_known).then(|| format!("{path}: “{word}” is none of {choices:?}")));
            }
            Value::Null => {
                let may_be = of.split('|').any(|part| part.trim() == "null");
                wrong.extend((!may_be).then(|| format!("{path} is null, which {of} is not")));
            }
            Value::Number(_) => {
                wrong.extend((!of.contains("number")).then(|| format!("{path} is a number, not {of}")));
            }
            Value::Bool(_) => {
                wrong.extend((!of.contains("boolean")).then(|| format!("{path} is a boolean, not {of}")));
            }
        }
    }
}

/// The words in quotes.
pub fn quoted(text: &str) -> BTreeSet<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands up to the brace that closes.
fn inside(text: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

fn members(text: &str) -> BTreeMap<String, Member> {
    let (mut found, mut depth, mut start) = (BTreeMap::new(), 0, 0);
    for (at, letter) in text.char_indices() {
        depth += i32::from("{[(".contains(letter)) - i32::from("}])".contains(letter));
        if letter == ';' && depth == 0 {
            let (name, of) = text[start..at].split_once(':').expect("a name and a type");
            let (name, of) = (name.trim(), of.trim().to_owned());
            let plain = name.trim_end_matches('?');
            found.insert(plain.to_owned(), Member { is_optional: plain != name, of });
            start = at + 1;
        }
    }
    let rest = text[start..].trim();
    if let Some((name, of)) = rest.split_once(':') {
        found.insert(name.trim().to_owned(), Member { is_optional: false, of: of.trim().to_owned() });
    }
    found
}
