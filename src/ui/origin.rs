//! Where a table came from, kept so that it can be read again in another way.

use std::collections::BTreeMap;

use futures::future::try_join_all;
use js_sys::ArrayBuffer;

use crate::protocol::{JoinRequest, LoadRequest};
use crate::schema::reading_choice::ReadingChoice;
use crate::schema::role::Role;
use crate::table::gallery::{Example, Source};
use crate::web::{address, file, unpacker};

/// A table that was asked for, and how it is to be read.
#[derive(Clone)]
pub struct Asked {
    /// Where it comes from.
    pub origin: Origin,
    /// Marks of cells without a value, where they were chosen.
    pub marks: Option<Vec<String>>,
    /// What was chosen in place of what is found in its file.
    pub reading: ReadingChoice,
    /// Whether it could be read.
    pub is_read: bool,
}

impl From<Origin> for Asked {
    fn from(origin: Origin) -> Self {
        Self { origin, marks: None, reading: ReadingChoice::default(), is_read: false }
    }
}

/// What the bytes of a table are fetched from.
#[derive(Clone)]
pub enum Origin {
    /// Dropped or chosen.
    File(web_sys::File),
    /// Dropped or chosen together, and the column by which their rows belong together.
    Files(Vec<web_sys::File>, Option<String>),
    /// Pasted.
    Text(String),
    /// Served on the page's origin, as its address asks.
    Address(String),
    /// Of the gallery.
    Example(&'static Example),
    /// Of an earlier visit: what it was read with; the worker has its files.
    Saved(Box<LoadRequest>),
}

impl Origin {
    /// The name that the table gets.
    pub fn name(&self) -> String {
        match self {
            Self::File(file) => file.name(),
            Self::Files(files, _) => files.iter().map(web_sys::File::name).collect::<Vec<_>>().join(" + "),
            Self::Text(_) => "pasted table".into(),
            Self::Address(path) => {
                let path = path.split(['?', '#']).next().unwrap_or_default();
                let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(path);
                js_sys::decode_uri_component(name).map_or_else(|_| name.into(), String::from)
            }
            Self::Example(example) => example.title.into(),
            Self::Saved(request) => request.name.clone(),
        }
    }

    /// The gallery's entry, if it is of it.
    pub fn example(&self) -> Option<&'static Example> {
        match self {
            Self::File(_) | Self::Files(..) | Self::Text(_) | Self::Address(_) | Self::Saved(_) => None,
            Self::Example(example) => Some(example),
        }
    }

    /// Whether it is the user's own, which the page can't fetch again.
    pub fn is_own(&self) -> bool {
        match self {
            Self::File(_) | Self::Files(..) | Self::Text(_) | Self::Saved(_) => true,
            Self::Address(_) | Self::Example(_) => false,
        }
    }

    /// How it is to be read at first.
    pub fn request(&self) -> LoadRequest {
        if let Self::Saved(request) = self {
            return LoadRequest { uses_saved_files: true, ..(**request).clone() };
        }
        let named = |roles: &[(&str, Role)]| -> BTreeMap<String, Role> {
            roles.iter().map(|(column, role)| ((*column).to_owned(), *role)).collect()
        };
        let types = self.example().map(|example| example.types).unwrap_or_default();
        let join = match self {
            Self::Files(files, key) => Some(JoinRequest {
                files: files.iter().map(web_sys::File::name).collect(),
                others: Vec::new(),
                key: key.clone(),
            }),
            Self::File(_) | Self::Text(_) | Self::Address(_) | Self::Example(_) | Self::Saved(_) => None,
        };
        LoadRequest {
            name: self.name(),
            bytes: Vec::new(),
            roles: self.example().map(|example| named(example.roles)).unwrap_or_default(),
            types: types.iter().map(|(column, kind)| ((*column).to_owned(), *kind)).collect(),
            keeps_choices: false,
            missing_marks: None,
            reading: ReadingChoice::default(),
            sheet: None,
            written_as: None,
            oddities: Vec::new(),
            uses_saved_files: false,
            join,
        }
    }

    /// The bytes of its files as the session reads them, or why they can't be had.
    pub async fn bytes_for(&self, request: &mut LoadRequest) -> Result<Vec<ArrayBuffer>, String> {
        unpacker::unpack_all(self.bytes().await?, request).await
    }

    async fn bytes(&self) -> Result<Vec<ArrayBuffer>, String> {
        let bytes = match self {
            Self::File(file) => file::read(file).await,
            Self::Files(files, _) => return try_join_all(files.iter().map(file::read)).await,
            Self::Saved(_) => return Ok(Vec::new()),
            Self::Text(text) => Ok(file::of_text(text)),
            Self::Address(path) => file::fetch(&address::of_data(path)?.href()).await,
            Self::Example(example) => match example.source {
                Source::File(path) => file::fetch(path).await,
                Source::Made(_) | Source::Toy => Err(format!("“{}” is no file", example.title)),
            },
        };
        bytes.map(|bytes| vec![bytes])
    }
}
