//! Chooses the table among an archive's files: the one that is asked for, else the largest that looks like one.

use crate::read::signature;
use crate::schema::error::DataError;
use crate::schema::format::Format;

/// What was in a file that had to be unpacked.
#[derive(Debug, PartialEq)]
pub struct Unpacked {
    /// Text, or a file that another module reads.
    pub bytes: Vec<u8>,
    /// How the table was written, if not as the text is.
    pub written_as: Option<Format>,
    /// What to say about it.
    pub oddities: Vec<String>,
}

/// A file in an archive.
pub trait Member {
    /// With its folders.
    fn name(&self) -> &str;
    /// Bytes, once it is unpacked.
    fn size(&self) -> u64;
}

/// Endings of tables' names, with those they get when packed.
const TABLES: [&str; 20] = [
    ".csv",
    ".tsv",
    ".tab",
    ".json",
    ".jsonl",
    ".ndjson",
    ".geojson",
    ".parquet",
    ".pq",
    ".xlsx",
    ".xlsb",
    ".xls",
    ".ods",
    ".arff",
    ".csv.gz",
    ".tsv.gz",
    ".json.gz",
    ".jsonl.gz",
    ".csv.zst",
    ".tsv.zst",
];

/// Endings that tables may have where nothing else looks like one.
const MAYBE: [&str; 4] = [".txt", ".dat", ".data", ".gz"];

/// Most names that a sentence lists.
const MOST_LISTED: usize = 6;

/// The file to read, and what to say about the others.
///
/// - `what`: the archive, in a sentence
pub fn choose<'a, M: Member>(
    members: &'a [M],
    asked: Option<&str>,
    what: &'static str,
) -> Result<(&'a M, Option<String>), DataError> {
    signature::refuse_document(members.iter().map(Member::name))?;
    let files: Vec<&M> = members.iter().filter(|member| !is_hidden(member.name())).collect();
    if let Some(asked) = asked {
        let is_it = |member: &&&M| member.name() == asked || base(member.name()) == asked;
        return files
            .iter()
            .find(is_it)
            .map(|member| (*member, None))
            .ok_or_else(|| DataError::UnknownSheet { what, asked: asked.into(), known: list(&files) });
    }
    let ends_with = |endings: &[&str]| -> Vec<&M> {
        let is_one = |name: &str| endings.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        files.iter().copied().filter(|member| is_one(member.name())).collect()
    };
    let tables = [ends_with(&TABLES), ends_with(&MAYBE)].into_iter().find(|found| !found.is_empty());
    // One file alone is tried, whatever its name.
    let tables = tables.or_else(|| (files.len() == 1).then(|| files.clone())).unwrap_or_default();
    let Some(largest) =
        tables.iter().copied().reduce(|first, other| if other.size() > first.size() { other } else { first })
    else {
        return Err(DataError::NoTable { what, known: list(&files) });
    };
    let oddity = (tables.len() > 1).then(|| {
        format!(
            "the {what} holds {} tables ({}), and the largest, “{}”, was read: name another as the sheet, or unpack it",
            tables.len(),
            list(&tables),
            largest.name()
        )
    });
    Ok((largest, oddity))
}

/// Folders, and what systems put beside files.
fn is_hidden(name: &str) -> bool {
    name.ends_with('/') || name.starts_with("__MACOSX/") || base(name).starts_with('.')
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn list<M: Member>(members: &[&M]) -> String {
    let mut names: Vec<String> =
        members.iter().take(MOST_LISTED).map(|member| format!("“{}”", member.name())).collect();
    if members.len() > MOST_LISTED {
        names.push("…".into());
    }
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}
