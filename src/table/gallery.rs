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
    /// What to expect of it and where to look, in two or three sentences.
    pub story: &'static str,
    /// What it changes about the default configuration: a patch in JSON, as `RunConfig::merged` takes it; see `RunConfig::opening`.
    pub preset: &'static str,
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
    /// Three small tasks over the same two inputs.
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
        title: "Moons, spiral and hill",
        summary: "Made on the spot: two classes, three classes and a number over the same two inputs, to be seen as maps.",
        story: "Three heads share one small trunk and two inputs, so that all that a head has learned fits on a map. Train it and watch straight borders bend into two half circles and three arms. A fifth of the heights is not known; those rows still teach the other two heads.",
        preset: r#"{"architecture":{"trunk":[32,32]},"optimizer":{"learningRate":0.01},"schedule":{"kind":"cosine"},"batchSize":16,"epochs":60,"earlyStopping":{"patience":20}}"#,
        source: Source::Made(Benchmark::Plane),
        roles: &[],
        types: &[],
    },
    Example {
        key: "penguins",
        title: "Penguins",
        summary: "Three penguin species: a class, a yes/no and a number from one trunk; labels have holes.",
        story: "One run learns a species, a sex and a weight from the same few measurements of a bird. Some birds lack a label: they still teach the other heads. Compare the heads: the species is easy, the sex is not, and the weight has an error in grams.",
        preset: "{}",
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
        summary: "Hourly rentals by casual and registered riders: two related counts.",
        story: "Casual and registered riders follow the same weather and the same clock, but not the same days. A linear model can't learn how the hour and the working day act together; the heads can. Look at how far they get ahead of the linear model.",
        preset: "{}",
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
        summary: "House prices and qualities: wide, messy, with rare classes.",
        story: "Few houses, many columns, and most of them half empty: here a plain shared trunk can do worse than learning the price alone. Read the verdict before you trust the joint model. Some classes of the overall quality hardly occur: look for their rows in the confusion of that head.",
        preset: r#"{"architecture":{"dropout":0.1}}"#,
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
        summary: "Four targets whose scales differ a million-fold.",
        story: "A rating in tens and a market value in millions share one trunk: every number is standardised first, so that no scale drowns another. With thousands of labels for each task, expect little difference between learning together and alone. Look at the verdict of each task, with its interval.",
        preset: "{}",
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
        story: "Only 150 training rows have a market value; the other three tasks have all their labels. In reference runs of three seeds, R² of the value rose from 0.54 alone to 0.67 together, and that of the overall rating fell from 0.94 to 0.89. Look at whether your run finds the same gain, and who pays for it.",
        preset: "{}",
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
        summary: "Income, marital status and education from a 1994 survey; unbalanced classes.",
        story: "Only one person in sixteen has the higher income, so that accuracy says little: look at AUC and at the rare class. The education has 17 classes and is the hardest of the three tasks. The table is wide; an epoch takes longer here than in the other examples.",
        preset: r#"{"architecture":{"dropout":0.1},"epochs":40}"#,
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
        story: "Two numbers are computed from 100 inputs, along two directions with a cosine of 0.5: half of what one task needs, the other can use. The example opens with eight experts and a gate for each task, as in the paper. Train it, then train one shared trunk, and compare both runs.",
        preset: r#"{"architecture":{"kind":"mmoe","trunk":[16],"head":[8],"experts":8},"optimizer":{"learningRate":0.01},"epochs":40}"#,
        source: Source::Made(Benchmark::SyntheticMmoe),
        roles: &[],
        types: &[],
    },
    Example {
        key: "synthetic_multitab",
        title: "Seven tasks, easy to hard",
        summary: "Made data of MultiTab-Bench, polynomials of degree 1 to 4: do the hard tasks drown the easy ones?",
        story: "Seven polynomials of the same 32 inputs, from a straight line to degree 4, so that it is known how hard each task is. Look at the loss of each task: the straight line is learned first. Then change how the tasks are weighed, and see whether the hard ones gain and the easy one loses.",
        preset: r#"{"epochs":60}"#,
        source: Source::Made(Benchmark::SyntheticMultitab),
        roles: &[],
        types: &[],
    },
    Example {
        key: "two_losses",
        title: "Two losses on a plane",
        summary: "No table: where each weighting leads when two tasks pull apart, and which are trapped.",
        story: "Two tasks share two parameters, and their gradients pull apart. Follow each method from three beginnings: equal weights reach the best compromises from one of them, CAGrad from all three. Choose another method and see where it gets stuck.",
        preset: "{}",
        source: Source::Toy,
        roles: &[],
        types: &[],
    },
];
