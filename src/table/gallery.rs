//! The examples: tables under `public/gallery/` with the roles and types that make them teach something, and tables made on the spot.

use serde::{Deserialize, Serialize};

use crate::schema::column::ColumnKind;
use crate::schema::role::Role;

/// A table to try, with its roles.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Name in links.
    pub key: &'static str,
    /// Name in menus.
    pub title: &'static str,
    /// What is to be seen with it.
    pub summary: &'static str,
    /// Where its rows come from.
    pub source: Source,
    /// Roles of columns that are no plain inputs, where it is a file.
    pub roles: &'static [(&'static str, Role)],
    /// Types where the labels look like something else.
    pub types: &'static [(&'static str, ColumnKind)],
}

/// Where an example's rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, by its path below the page.
    File(&'static str),
    /// The worker, which draws them.
    Made(Benchmark),
    /// Nowhere: two losses on a plane, to follow weightings over.
    Toy,
}

/// A table that is drawn where it is needed, with its tasks' roles and its splits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Benchmark {
    /// Two moons, a spiral and a height over the same two inputs.
    Plane,
    /// Two half-related tasks of the multi-gate mixture of experts.
    SyntheticMmoe,
    /// Seven tasks of four degrees, of MultiTab-Bench.
    SyntheticMultitab,
}

/// Every example; the first is open when the page is.
pub const EXAMPLES: &[Example] = &[
    Example {
        key: "plane",
        title: "Three tasks on a plane",
        summary: "Two moons, a spiral and a height over the same two inputs. Press Train: the heads share one trunk, and each draws its own picture of the plane. The smooth height is there first, the spiral last; a fifth of its labels is missing, which costs no row.",
        source: Source::Made(Benchmark::Plane),
        roles: &[],
        types: &[],
    },
    Example {
        key: "penguins",
        title: "Penguins",
        summary: "Three penguin species: a class, a yes/no and a number from one trunk; labels have holes. The species are told apart by two measures of the beak alone; the sex is the hard task: see which inputs count for it.",
        source: Source::File("gallery/penguins.csv"),
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
        summary: "Hourly rentals by casual and registered riders: two related counts. Both follow the hour, but commuters ride at eight and at five, and the others in the afternoon: look at one input, the hour.",
        source: Source::File("gallery/bikeshare.csv"),
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
        summary: "House prices and qualities: wide, messy, with rare classes. A price, a quality and a kitchen are judged from the same eighty columns: compare what the inputs count for each, and where each head is wrong.",
        source: Source::File("gallery/ames_houses.csv"),
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
        summary: "Four targets whose scales differ a million-fold. Weightings that look at raw losses would learn one of them only; the losses here are normalised. Compare weightings on it, at the same budget.",
        source: Source::File("gallery/fifa20_players.csv"),
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
        source: Source::File("gallery/fifa20_scarce.csv"),
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
        summary: "Income, marital status and education from a 1994 survey; unbalanced classes. Nine of ten earn little, so accuracy says next to nothing: look at precision and recall, and at the threshold.",
        source: Source::File("gallery/census_income.csv"),
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
    Example {
        key: "synthetic_mmoe",
        title: "Two half-related tasks",
        summary: "Made data of the mixture-of-experts paper, two tasks with a cosine of 0.5: does a gate a task help?",
        source: Source::Made(Benchmark::SyntheticMmoe),
        roles: &[],
        types: &[],
    },
    Example {
        key: "synthetic_multitab",
        title: "Seven tasks, easy to hard",
        summary: "Made data of MultiTab-Bench, polynomials of degree 1 to 4: do the hard tasks drown the easy ones?",
        source: Source::Made(Benchmark::SyntheticMultitab),
        roles: &[],
        types: &[],
    },
    Example {
        key: "two_losses",
        title: "Two losses on a plane",
        summary: "No table: where each weighting leads when two tasks pull apart, and which are trapped.",
        source: Source::Toy,
        roles: &[],
        types: &[],
    },
];
