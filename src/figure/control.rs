//! What can be set about a view.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is set, by the keys of controls; what is missing or can't be is taken at its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Options(pub BTreeMap<String, String>);

impl Options {
    /// What is set for a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// A number that is set within some ends.
    pub fn number(&self, key: &str, ends: [f64; 2]) -> Option<f64> {
        let number: f64 = self.get(key)?.parse().ok()?;
        (number >= ends[0] && number <= ends[1]).then_some(number)
    }

    /// An index that is set below a count.
    pub fn index(&self, key: &str, count: usize) -> Option<usize> {
        self.get(key)?.parse().ok().filter(|&index| index < count)
    }
}

/// What can be set about a view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Control {
    /// By what [`Options`] has it.
    pub key: String,
    /// What the page calls it.
    pub name: String,
    /// How it is set.
    pub setting: Setting,
}

/// How something is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Setting {
    /// One of several.
    Choice {
        /// In menu order.
        items: Vec<Item>,
        /// The key of the one that is set.
        value: String,
    },
    /// A number between two ends.
    Slider {
        /// The ends.
        ends: [f64; 2],
        /// From one value to the next.
        step: f64,
        /// The one that is set.
        value: f64,
    },
}

/// One of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What options hold.
    pub key: String,
    /// What the menu shows.
    pub name: String,
}

impl Control {
    /// One of several, each with its key and name.
    pub fn choice<'a>(
        key: &str,
        name: &str,
        items: impl IntoIterator<Item = (&'a str, &'a str)>,
        value: &str,
    ) -> Self {
        let item = |(key, name): (&str, &str)| Item { key: key.to_owned(), name: name.to_owned() };
        let items = items.into_iter().map(item).collect();
        let setting = Setting::Choice { items, value: value.to_owned() };
        Self { key: key.to_owned(), name: name.to_owned(), setting }
    }

    /// One of several, by their indices.
    pub fn of_names(key: &str, name: &str, names: &[String], value: usize) -> Self {
        let item = |(index, name): (usize, &String)| Item { key: index.to_string(), name: name.clone() };
        let items = names.iter().enumerate().map(item).collect();
        let setting = Setting::Choice { items, value: value.to_string() };
        Self { key: key.to_owned(), name: name.to_owned(), setting }
    }

    /// A number between two ends.
    pub fn slider(key: &str, name: &str, ends: [f64; 2], step: f64, value: f64) -> Self {
        Self { key: key.to_owned(), name: name.to_owned(), setting: Setting::Slider { ends, step, value } }
    }
}
