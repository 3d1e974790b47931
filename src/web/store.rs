//! Projects in the browser's database: each belongs to one tab at a time, which holds its lock.

use std::cell::{Cell, RefCell};

use js_sys::{Date, Uint8Array};
use serde::{Deserialize, Serialize};

use super::database::{Database, Transaction};
use super::lock;
use crate::session::Change;

/// Projects that no tab has open, of which older ones are deleted.
const MOST_CLOSED: usize = 4;

/// What is known of a project from outside.
const ABOUT: &str = "about";

/// How long a tab that is loaded again waits for its former self to go, in milliseconds: under load that takes seconds.
const PATIENCE: f64 = 15_000.0;

/// What the page asks for.
pub struct Wish {
    /// The project that this tab had, if it had one.
    pub project: Option<String>,
    /// Whether its former self may not be gone yet.
    pub waits: bool,
    /// What the page's address asks for: a table, or nothing in particular.
    pub address: String,
}

/// A project that this tab may read and write.
pub struct Store {
    database: Database,
    project: String,
    address: String,
    saved_at: Cell<Option<f64>>,
    aside: RefCell<Vec<Uint8Array>>,
    is_forgotten: Cell<bool>,
}

/// What is known of a project from outside.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    address: String,
    /// In milliseconds since 1970.
    saved_at: f64,
}

impl Store {
    /// Opens the project of this tab, else the latest one that suits the address and that no tab has open, else a new one.
    ///
    /// # Errors
    /// Why nothing can be saved, as a clause.
    pub async fn open(wish: Wish) -> Result<Self, String> {
        let database = Database::open().await?;
        let mut known = Vec::new();
        for key in database.keys().await? {
            if let Some(project) = key.strip_suffix(ABOUT).and_then(|key| key.strip_suffix('/'))
                && let Some(bytes) = database.get(&key).await?
                && let Ok(about) = serde_json::from_slice::<About>(&bytes)
            {
                known.push((project.to_owned(), about));
            }
        }
        known.sort_by(|(_, a), (_, b)| b.saved_at.total_cmp(&a.saved_at));
        let suits = |about: &About| wish.address.is_empty() || wish.address == about.address;
        let own = wish.project.as_ref();
        let mut chosen = None;
        let mut closed = 0;
        // Its own first.
        known.sort_by_key(|(project, _)| own != Some(project));
        for (project, about) in known {
            let is_own = own == Some(&project);
            if chosen.is_none() && suits(&about) && hold(&project, is_own && wish.waits).await {
                chosen = Some((project, about));
            } else if !is_own && hold_is_free(&project).await {
                closed += 1;
                if closed > MOST_CLOSED {
                    delete(&database, &project).await?;
                }
            }
        }
        let (project, saved_at) = match chosen {
            Some((project, about)) => (project, Some(about.saved_at)),
            None => {
                let project =
                    format!("{:x}{:08x}", Date::now() as u64, (js_sys::Math::random() * 4e9) as u32);
                hold(&project, false).await;
                (project, None)
            }
        };
        Ok(Self {
            database,
            project,
            address: wish.address,
            saved_at: Cell::new(saved_at),
            aside: RefCell::default(),
            is_forgotten: Cell::new(false),
        })
    }

    /// Its name; `None` once all is forgotten.
    pub fn project(&self) -> Option<String> {
        (!self.is_forgotten.get()).then(|| self.project.clone())
    }

    /// When it was written last, in milliseconds since 1970.
    pub fn saved_at(&self) -> Option<f64> {
        self.saved_at.get()
    }

    /// Copies files to where they can be saved from.
    pub fn set_aside(&self, files: &[&[u8]]) {
        *self.aside.borrow_mut() = files.iter().map(|file| Uint8Array::from(*file)).collect();
    }

    /// See [`crate::session::Host::read`].
    pub async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        self.database.get(&self.at(key)).await
    }

    /// See [`crate::session::Host::write`].
    pub async fn write(&self, changes: Vec<Change>) -> Result<(), String> {
        let about = self.at(ABOUT);
        if self.saved_at.get().is_some() && self.database.get(&about).await?.is_none() {
            return Err(
                "all that was saved was deleted in another tab: reload the page to save again".to_owned()
            );
        }
        let saved_at = Date::now();
        let text = serde_json::to_vec(&About { address: self.address.clone(), saved_at });
        let transaction = self.database.begin()?;
        self.put_all(&transaction, &changes)?;
        transaction.put(&about, &Uint8Array::from(text.map_err(|error| error.to_string())?.as_slice()))?;
        transaction.commit().await?;
        if changes.iter().any(|change| matches!(change, Change::PutFile { .. })) {
            self.aside.borrow_mut().clear();
        }
        self.saved_at.set(Some(saved_at));
        Ok(())
    }

    fn put_all(&self, transaction: &Transaction, changes: &[Change]) -> Result<(), String> {
        for change in changes {
            match change {
                Change::Put { key, bytes } => {
                    transaction.put(&self.at(key), &Uint8Array::from(bytes.as_slice()))?
                }
                Change::PutFile { key, file } => {
                    let aside = self.aside.borrow();
                    let bytes = aside.get(*file).ok_or("the file is no longer in memory")?;
                    transaction.put(&self.at(key), bytes)?;
                }
                Change::Delete { key } => transaction.delete(&self.at(key))?,
            }
        }
        Ok(())
    }

    /// Deletes all projects; nothing is saved from then on.
    pub async fn forget(&self) -> Result<(), String> {
        self.is_forgotten.set(true);
        self.database.clear().await
    }

    fn at(&self, key: &str) -> String {
        format!("{}/{key}", self.project)
    }
}

fn lock_of(project: &str) -> String {
    format!("polyhead-project/{project}")
}

/// Takes a project for this tab; where there are no locks, only its own and new ones are taken.
///
/// - `waits`: whether it may be about to be let go
async fn hold(project: &str, waits: bool) -> bool {
    let began = Date::now();
    loop {
        match lock::hold(&lock_of(project)).await {
            Ok(true) => return true,
            Ok(false) if waits && Date::now() - began < PATIENCE => lock::pause(30).await,
            Ok(false) => return false,
            Err(_) => return waits,
        }
    }
}

async fn hold_is_free(project: &str) -> bool {
    lock::is_free(&lock_of(project)).await.unwrap_or(false)
}

async fn delete(database: &Database, project: &str) -> Result<(), String> {
    let own = format!("{project}/");
    let keys = database.keys().await?;
    let transaction = database.begin()?;
    for key in keys.iter().filter(|key| key.starts_with(&own)) {
        transaction.delete(key)?;
    }
    transaction.commit().await
}
