//! A kind stands in the files of its name and in the lists of its family: nothing else names a single one.
//!
//! What is read is the code of `src` without comments and unit tests. A variant counts as named where it stands behind its enum's name, and
//! where the enum's name is given up so that variants could stand alone (`use ArchitectureKind::…`, `ArchitectureKind as …`).
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/sources.rs"]
mod sources;

use std::collections::BTreeMap;
use std::fmt::Debug;

use polyhead::architecture::ArchitectureKind;
use polyhead::input::Input;
use polyhead::task::TaskKind;
use polyhead::weighting::WeightingKind;

/// A family of kinds.
struct Family {
    /// The enum of its list.
    name: &'static str,
    /// Each kind's variant, and the name of its files.
    kinds: Vec<(String, &'static str)>,
    /// Folders in which each kind has a file of its name.
    rooms: &'static [&'static str],
    /// Files that may name single kinds: lists that lead each to its file. One that a macro makes names none.
    lists: &'static [&'static str],
}

/// Every family that keeps the rule; a new one is a row.
fn families() -> Vec<Family> {
    vec![
        Family {
            name: "ArchitectureKind",
            kinds: kinds(&ArchitectureKind::ALL, ArchitectureKind::key),
            rooms: &["architecture", "model::trunk"],
            lists: &["model::trunk::list"],
        },
        Family {
            name: "WeightingKind",
            kinds: kinds(&WeightingKind::ALL, WeightingKind::key),
            rooms: &["weighting"],
            lists: &[],
        },
        Family {
            name: "Input",
            kinds: Input::FILES.iter().map(|&(kind, file)| (kind.to_owned(), file)).collect(),
            rooms: &["input"],
            lists: &[],
        },
        Family {
            name: "TaskKind",
            kinds: kinds(&TaskKind::ALL, TaskKind::key),
            rooms: &["task", "model::head"],
            lists: &["task::build", "task::choice", "task::list", "model::head::list"],
        },
    ]
}

fn kinds<K: Copy + Debug>(all: &[K], key: fn(K) -> &'static str) -> Vec<(String, &'static str)> {
    all.iter().map(|&kind| (format!("{kind:?}"), key(kind))).collect()
}

/// What stands behind a name, wherever it stands by itself.
fn behind<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(name).filter_map(move |(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        is_whole.then_some(after)
    })
}

/// The first word of a text.
fn word(text: &str) -> &str {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(|letter| !is_part(letter)).next().unwrap_or_default()
}

/// What a file's code names of a family that only lists may name.
fn named(code: &str, family: &Family) -> Vec<String> {
    let mut found = Vec::new();
    let own = ["impl", "for"].map(|before| format!("{before} {} {{", family.name));
    let enums =
        if own.iter().any(|own| code.contains(own)) { vec![family.name, "Self"] } else { vec![family.name] };
    for name in enums {
        for after in behind(code, name) {
            if after.trim_start().starts_with("as ") {
                found.push(format!("{name} by another name"));
            }
            let Some(rest) = after.trim_start().strip_prefix("::") else { continue };
            let rest = rest.trim_start();
            if rest.starts_with(['*', '{']) {
                found.push(format!("variants of {name} by themselves"));
            }
            let variant = word(rest);
            if family.kinds.iter().any(|(kind, _)| kind == variant) {
                found.push(format!("{name}::{variant}"));
            }
        }
    }
    found
}

#[test]
fn no_file_but_a_list_names_a_single_kind() {
    let sources = sources::read();
    let mut wrong = Vec::new();
    for family in families() {
        for (module, code) in &sources {
            let (mut found, is_list) = (named(code, &family), family.lists.contains(&module.as_str()));
            // A kind's own file may say which it is.
            let (room, file) = module.rsplit_once("::").unwrap_or(("", module));
            let own = family.kinds.iter().find(|(_, key)| *key == file && family.rooms.contains(&room));
            found.retain(|named| own.is_none_or(|(kind, _)| !named.ends_with(&format!("::{kind}"))));
            if is_list && found.is_empty() {
                wrong.push(format!("{module} need not be a list of {}", family.name));
            } else if !is_list {
                wrong.extend(found.into_iter().map(|named| format!("{module} names {named}")));
            }
        }
    }
    assert!(wrong.is_empty(), "only the lists in tests/kinds.rs may:\n{}", wrong.join("\n"));
}

#[test]
fn every_kind_has_its_file_in_every_room() {
    let sources: BTreeMap<String, String> = sources::read();
    for family in families() {
        for (kind, key) in &family.kinds {
            for room in family.rooms {
                let file = format!("{room}::{key}");
                let path = file.replace("::", "/");
                assert!(sources.contains_key(&file), "{}::{kind} has no file src/{path}.rs", family.name);
            }
        }
    }
}

#[test]
fn a_kind_is_found_however_it_is_named() {
    let families = families();
    let family = families.first().expect("a family");
    let found = |code: &str| named(code, family).len();
    for code in [
        "if kind == ArchitectureKind::Mmoe {",
        "match kind { crate::architecture::ArchitectureKind::Mmoe => 1 }",
        "use crate::architecture::ArchitectureKind::{Mmoe, Ple};",
        "use crate::architecture::ArchitectureKind::*;",
        "use crate::architecture::ArchitectureKind as Kind;",
        "impl ArchitectureKind { fn is_mixture(self) -> bool { matches!(self, Self::Mmoe) } }",
    ] {
        assert_eq!(found(code), 1, "{code}");
    }
    for code in [
        "ArchitectureKind::ALL.map(ArchitectureKind::key)",
        "ArchitectureKind::default()",
        "Trunk::Mmoe(own)",
    ] {
        assert_eq!(found(code), 0, "{code}");
    }
}
