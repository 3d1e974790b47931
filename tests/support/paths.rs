//! Which files of `src` name which others, read from their text.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources;

/// The files of `src` by module path, such as `read::csv`; `mod.rs` has its folder's name.
pub struct Sources {
    /// Their code.
    texts: BTreeMap<String, String>,
    /// `(module, name)` of what it hands on by `pub use`, and the module that the name comes from.
    handed_on: BTreeMap<(String, String), String>,
}

impl Sources {
    /// Reads them all.
    pub fn read() -> Self {
        let mut sources = Self { texts: sources::read(), handed_on: BTreeMap::new() };
        for (module, text) in &sources.texts {
            for (_, path) in uses(text).0.into_iter().filter(|(is_public, _)| *is_public) {
                let Some((from, name)) = path.rsplit_once("::") else { continue };
                let from = sources.absolute(module, from).unwrap_or_else(|| format!("{module}::{from}"));
                if sources.texts.contains_key(&from) {
                    sources.handed_on.insert((module.clone(), name.to_owned()), from);
                }
            }
        }
        sources
    }

    /// Every file's module path.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The files that a file names, itself left out.
    pub fn named_by(&self, module: &str) -> BTreeSet<String> {
        let (declared, rest) = uses(&self.texts[module]);
        let mut paths: Vec<String> =
            declared.into_iter().filter(|(is_public, _)| !is_public).map(|(_, path)| path).collect();
        let words: Vec<&str> =
            rest.split(|letter: char| !(letter.is_alphanumeric() || "_:".contains(letter))).collect();
        paths.extend(
            words.iter().filter(|word| word.contains("::")).map(|word| word.trim_matches(':').to_owned()),
        );
        let named = paths.iter().filter_map(|path| self.file(module, path));
        named.filter(|named| named != module).collect()
    }

    /// The file that a path leads to, as it stands in a module.
    fn file(&self, module: &str, path: &str) -> Option<String> {
        let absolute = self.absolute(module, path)?;
        let parts: Vec<&str> = absolute.split("::").collect();
        let length =
            (1..=parts.len()).rev().find(|&length| self.texts.contains_key(&parts[..length].join("::")))?;
        let mut file = parts[..length].join("::");
        for name in &parts[length..] {
            let Some(from) = self.handed_on.get(&(file.clone(), (*name).to_owned())) else { break };
            file.clone_from(from);
        }
        Some(file)
    }

    /// A path from the crate's root; `None` for other crates and for names of the file itself.
    fn absolute(&self, module: &str, path: &str) -> Option<String> {
        let mut up: Vec<&str> = module.split("::").collect();
        let mut rest = path;
        if let Some(below) = rest.strip_prefix("crate::") {
            return Some(below.to_owned());
        }
        if !rest.starts_with("super::") {
            let child = format!("{module}::{}", rest.split("::").next().unwrap_or(rest));
            return self.texts.contains_key(&child).then(|| format!("{module}::{rest}"));
        }
        while let Some(above) = rest.strip_prefix("super::") {
            up.pop();
            rest = above;
        }
        up.push(rest);
        Some(up.join("::"))
    }
}

/// The paths of all `use` declarations, each with whether it is public, and the code without them.
fn uses(text: &str) -> (Vec<(bool, String)>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    for statement in text.split_inclusive(';') {
        let declaration = statement.rfind("use ").and_then(|at| {
            let before = statement[..at].rsplit('\n').next().unwrap_or_default().trim();
            (before.is_empty() || before.starts_with("pub")).then_some((at, before.starts_with("pub")))
        });
        match declaration {
            Some((at, is_public)) => {
                rest.push_str(&statement[..at]);
                let tree: Vec<&str> = statement[at + 4..].trim_end_matches(';').split_whitespace().collect();
                found.extend(expand(&tree.join(" ")).into_iter().map(|path| (is_public, path)));
            }
            None => rest.push_str(statement),
        }
    }
    (found, rest)
}

/// The single paths of a tree such as `a::{b, c::{d, e}}`; new names (`as`) are left out.
pub fn expand(tree: &str) -> Vec<String> {
    let Some((start, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree).trim();
        return vec![path.trim_end_matches("::self").to_owned()];
    };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    for letter in inner.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if letter == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(letter);
        }
    }
    parts.push(part);
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(|part| expand(&format!("{}{part}", start.trim()))).collect()
}
