//! The floors of the house: a file names only floors below its own, and no files name one another in a circle.
//!
//! What is read is the text of `src`: `use` declarations and paths that begin with `crate` or `super`, up to the unit tests. A name that a
//! `mod.rs` hands on (`pub use`) counts as a name of the file that it comes from.
#![allow(clippy::expect_used, reason = "a test that can't go on should say so")]

#[path = "support/paths.rs"]
mod paths;
#[path = "support/sources.rs"]
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use paths::{Sources, expand};

/// Folders and files of `src` from the ground up. What stands on one floor may not name its neighbours there, except in its own folder.
const FLOORS: &[&[&str]] = &[
    &["schema", "math", "kernel", "figure"],
    &["read", "metric", "examples"],
    &["gain", "linear", "trees"],
    &["view"],
    &["table"],
    &["input", "task", "architecture", "weighting"],
    &["config"],
    &["data", "synthetic"],
    &["report"],
    &["protocol", "toy"],
    &["model"],
    &["train"],
    &["session"],
    &["web"],
    &["ui"],
    &["lib", "bin"],
];

fn floor(room: &str) -> usize {
    let found = FLOORS.iter().position(|rooms| rooms.contains(&room));
    found.unwrap_or_else(|| panic!("src/{room} stands on no floor: give it one in tests/floors.rs"))
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

#[test]
fn a_file_names_only_floors_below_its_own() {
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for module in sources.modules() {
        for named in sources.named_by(module) {
            let (own, other) = (room(module), room(&named));
            if own != other && floor(other) >= floor(own) {
                wrong.push(format!("{module} names {named}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_name_one_another_in_a_circle() {
    let sources = Sources::read();
    let graph: BTreeMap<&str, BTreeSet<String>> =
        sources.modules().map(|module| (module, sources.named_by(module))).collect();
    let reached = |start: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
        while let Some(module) = open.pop() {
            open.extend(graph[module.as_str()].iter().filter(|named| seen.insert((*named).clone())).cloned());
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> =
        graph.keys().map(|module| (*module, reached(module))).collect();
    let mut circles = BTreeSet::new();
    for (module, found) in reached.iter().filter(|(module, found)| found.contains(**module)) {
        let is_back = |other: &&String| reached[other.as_str()].contains(*module);
        circles.insert(found.iter().filter(is_back).map(String::as_str).collect::<Vec<_>>().join(", "));
    }
    let circles: Vec<String> = circles.into_iter().collect();
    assert!(circles.is_empty(), "in circles:\n{}", circles.join("\n"));
}

#[test]
fn use_trees_are_read_whole() {
    let paths = expand("crate::{a::{B, c::D}, e}");
    assert_eq!(paths, ["crate::a::B", "crate::a::c::D", "crate::e"]);
}
