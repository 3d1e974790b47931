//! The examples: tables under `public/gallery/` with the roles and types that make them teach something.

use super::summary::{ColumnKind, Role};

/// A table to try, with its roles.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Name in links.
    pub key: &'static str,
    /// Name in menus.
    pub title: &'static str,
    /// What is to be seen with it.
    pub summary: &'static str,
    /// Path below the page.
    pub file: &'static str,
    /// Roles of columns that are no plain inputs.
    pub roles: &'static [(&'static str, Role)],
    /// Types where the labels look like something else.
    pub types: &'static [(&'static str, ColumnKind)],
}

/// Every example; the first is open when the page is.
pub const EXAMPLES: &[Example] = &[
    Example {
        key: "penguins",
        title: "Penguins",
        summary: "Three penguin species: a class, a yes/no and a number from one trunk; labels have holes.",
        file: "gallery/penguins.csv",
        roles: &[
            ("Species", Role::Task),
            ("Sex", Role::Task),
            ("Body Mass (g)", Role::Task),
            ("Sample Number", Role::Ignore),
            ("Individual ID", Role::Ignore),
            ("Comments", Role::Ignore),
            ("Region", Role::Ignore),
            ("Stage", Role::Ignore),
            ("Date Egg", Role::Ignore),
            ("Island", Role::Ignore),
        ],
        types: &[],
    },
    Example {
        key: "bikeshare",
        title: "Bike rentals",
        summary: "Hourly rentals by casual and registered riders: two related counts.",
        file: "gallery/bikeshare.csv",
        roles: &[("casual", Role::Task), ("registered", Role::Task), ("bikers", Role::Ignore)],
        types: &[
            ("season", ColumnKind::Category),
            ("hr", ColumnKind::Category),
            ("weekday", ColumnKind::Category),
        ],
    },
    Example {
        key: "ames_houses",
        title: "Ames houses",
        summary: "House prices and qualities: wide, messy, with rare classes.",
        file: "gallery/ames_houses.csv",
        roles: &[
            ("price", Role::Task),
            ("Overall.Qual", Role::Task),
            ("Kitchen.Qual", Role::Task),
            ("Central.Air", Role::Task),
            ("Order", Role::Ignore),
            ("PID", Role::Ignore),
        ],
        types: &[("MS.SubClass", ColumnKind::Category), ("Overall.Qual", ColumnKind::Category)],
    },
    Example {
        key: "fifa20_players",
        title: "Football players",
        summary: "Four targets whose scales differ a million-fold.",
        file: "gallery/fifa20_players.csv",
        roles: &[
            ("overall", Role::Task),
            ("potential", Role::Task),
            ("value_eur", Role::Task),
            ("wage_eur", Role::Task),
            ("short_name", Role::Ignore),
            ("nationality", Role::Ignore),
        ],
        types: &[],
    },
    Example {
        key: "fifa20_scarce",
        title: "Football players, scarce labels",
        summary: "The same with only 150 market values to learn from: where sharing pays.",
        file: "gallery/fifa20_scarce.csv",
        roles: &[
            ("overall", Role::Task),
            ("potential", Role::Task),
            ("value_eur", Role::Task),
            ("wage_eur", Role::Task),
            ("short_name", Role::Ignore),
            ("nationality", Role::Ignore),
            ("split", Role::Split),
        ],
        types: &[],
    },
    Example {
        key: "census_income",
        title: "Census income",
        summary: "Income, marital status and education from a 1994 survey; unbalanced classes.",
        file: "gallery/census_income.csv",
        roles: &[
            ("income", Role::Task),
            ("marital stat", Role::Task),
            ("education", Role::Task),
            ("instance weight", Role::Ignore),
        ],
        types: &[
            ("detailed industry recode", ColumnKind::Category),
            ("detailed occupation recode", ColumnKind::Category),
            ("own business or self employed", ColumnKind::Category),
            ("veterans benefits", ColumnKind::Category),
            ("year", ColumnKind::Category),
        ],
    },
];
