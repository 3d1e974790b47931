//! Light, dark, or as the system has it: set on the document, kept for the next visit.

use web_sys::Storage;

use super::address;

const KEY: &str = "polyhead-theme";

/// A colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order the button goes through them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The name in addresses and in storage.
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one that the address asks for, else the one kept from the last visit.
    pub fn first() -> Self {
        let kept = || storage()?.get_item(KEY).ok()?;
        let key = address::parameter("theme").or_else(kept).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or(Self::Auto)
    }

    /// The next one for the button.
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }

    /// Shows it.
    pub fn apply(self) {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            // An attribute of that name is always allowed.
            let _ = root.set_attribute("data-theme", self.key());
        }
    }

    /// Keeps it for the next visit, where the browser lets us.
    pub fn keep(self) {
        if let Some(storage) = storage() {
            // A full or forbidden storage only forgets the theme.
            let _ = storage.set_item(KEY, self.key());
        }
    }
}

/// Refused in some frames and private windows.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
