//! A table to read or to draw.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::read::missing::Marks;
use crate::schema::column::ColumnKind;
use crate::schema::format::Format;
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::role::Role;
use crate::table::gallery::Benchmark;
use crate::table::join::File;

/// A table to read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadRequest {
    /// File or example name.
    pub name: String,
    /// The file; travels beside the JSON as a transferred buffer.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Roles by column name; the rest is suggested.
    #[serde(default)]
    pub roles: BTreeMap<String, Role>,
    /// Types by column name; the rest is found.
    #[serde(default)]
    pub types: BTreeMap<String, ColumnKind>,
    /// Whether the present table is read again, so that what was chosen for its columns stays, in place of roles and types.
    #[serde(default)]
    pub keeps_choices: bool,
    /// Marks of cells without a value, in place of the usual ones.
    #[serde(default)]
    pub missing_marks: Option<Vec<String>>,
    /// How its files are read, as far as that is not to be found.
    #[serde(default)]
    pub reading: ReadingChoice,
    /// The sheet of a workbook, or the file of an archive, that is the table; the page reads it.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Whether its files are those of the present table, as the store has them; none travel beside it then.
    #[serde(default)]
    pub uses_saved_files: bool,
    /// How the first file was written before the page turned it into text.
    #[serde(default)]
    pub written_as: Option<Format>,
    /// What was odd about the files before, as sentences.
    #[serde(default)]
    pub oddities: Vec<String>,
    /// Where the table comes from several files, how they belong together.
    #[serde(default)]
    pub join: Option<JoinRequest>,
}

/// Files to join to the first one of a [`LoadRequest`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// Names of all files, the first one's first.
    pub files: Vec<String>,
    /// The others, in order; they travel beside the JSON as the first one does.
    #[serde(skip)]
    pub others: Vec<Vec<u8>>,
    /// The column by which rows belong together.
    pub key: Option<String>,
}

impl LoadRequest {
    /// Every file with its name.
    pub fn files(&self) -> Vec<File<'_>> {
        match &self.join {
            Some(JoinRequest { files, others, .. }) => {
                let bytes = std::iter::once(&self.bytes).chain(others).map(Vec::as_slice);
                files.iter().map(String::as_str).zip(bytes).collect()
            }
            None => vec![(&self.name, &self.bytes)],
        }
    }

    /// Takes the bytes of every file.
    pub fn attach(&mut self, mut files: impl Iterator<Item = Vec<u8>>) {
        self.bytes = files.next().unwrap_or_default();
        if let Some(join) = &mut self.join {
            join.others = files.collect();
        }
    }

    /// The marks of cells without a value.
    pub fn marks(&self) -> Marks {
        self.missing_marks.as_deref().map_or_else(Marks::default, Marks::given)
    }
}

/// A table to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeRequest {
    /// Its name from now on.
    pub name: String,
    /// What is drawn.
    pub benchmark: Benchmark,
    /// Another seed draws another table of the same kind.
    pub seed: u64,
}
