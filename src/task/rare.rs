//! The classes of a task with their training rows: rare ones are named, and learned as one where that is chosen.

use serde::{Deserialize, Serialize};

use crate::table::column::Column;
use crate::table::column::RARE;

/// What becomes of classes with fewer than [`RARE`] training rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RareClasses {
    /// They are classes like any other.
    #[default]
    Keep,
    /// They are one class, if there are several of them and others beside.
    Pool,
}

impl RareClasses {
    /// Every choice, in menu order.
    pub const ALL: [Self; 2] = [Self::Keep, Self::Pool];

    /// The snake_case name used in configurations.
    pub fn key(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Pool => "pool",
        }
    }

    /// What the menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "Learned like any other",
            Self::Pool => "Learned as one class",
        }
    }
}

/// Most classes that a sentence names.
const MOST_NAMED: usize = 5;

/// The classes of a column.
#[derive(Debug)]
pub struct ColumnClasses {
    /// Labels in class order; the pool, if there is one, is the last.
    pub names: Vec<String>,
    /// Training rows of each class.
    pub counts: Vec<usize>,
    /// The class of each level of the column.
    pub of_level: Vec<usize>,
    /// Rare labels with their training rows, pooled or not.
    rare: Vec<(String, usize)>,
    /// Whether the rare labels are one class.
    pub is_pooled: bool,
}

impl ColumnClasses {
    /// The classes of a column, counted on training rows.
    pub fn of(column: &Column, train: &[u32], choice: RareClasses) -> Self {
        let classes = column.classes();
        let order: Vec<usize> =
            column.class_order().into_iter().filter(|&code| classes[code] == code).collect();
        let mut rows = vec![0_usize; classes.len()];
        for code in train.iter().filter_map(|&row| column.code(row as usize)) {
            rows[classes[code]] += 1;
        }
        let label = |code: usize| column.levels()[code].to_owned();
        let (rare, kept): (Vec<usize>, Vec<usize>) = order.iter().partition(|&&code| rows[code] < RARE);
        let is_pooled = choice == RareClasses::Pool && rare.len() > 1 && !kept.is_empty();
        let own = if is_pooled { &kept } else { &order };
        let mut names: Vec<String> = own.iter().map(|&code| label(code)).collect();
        let mut counts: Vec<usize> = own.iter().map(|&code| rows[code]).collect();
        // Where it isn't said otherwise, a level is in the pool.
        let mut of_level = vec![own.len(); classes.len()];
        own.iter().enumerate().for_each(|(class, &code)| of_level[code] = class);
        let of_level = classes.iter().map(|&code| of_level[code]).collect();
        if is_pooled {
            let mut pool = "other classes".to_owned();
            while names.contains(&pool) {
                pool.push('*');
            }
            names.push(pool);
            counts.push(rare.iter().map(|&code| rows[code]).sum());
        }
        let rare = rare.into_iter().map(|code| (label(code), rows[code])).collect();
        Self { names, counts, of_level, rare, is_pooled }
    }

    /// A sentence about rare classes, if there are any.
    ///
    /// - `can_pool`: whether they could be pooled
    pub fn note(&self, task: &str, can_pool: bool) -> Option<String> {
        let named = self.rare.iter().take(MOST_NAMED).map(|(label, rows)| format!("“{label}” ({rows})"));
        let mut named = named.collect::<Vec<_>>().join(", ");
        if self.rare.len() > MOST_NAMED {
            named += &format!(" and {} more", self.rare.len() - MOST_NAMED);
        }
        let few = format!("fewer than {RARE} training rows");
        let unseen = self.rare.iter().filter(|(_, rows)| *rows == 0).take(MOST_NAMED);
        let unseen = unseen.map(|(label, _)| format!("“{label}”")).collect::<Vec<_>>().join(", ");
        let unseen = match unseen.is_empty() {
            true => String::new(),
            false => format!(
                " No training row has {unseen}, so rows of it in other splits are always answered wrongly."
            ),
        };
        match (self.rare.len(), self.is_pooled) {
            (0, _) => None,
            (rare, true) => Some(format!(
                "{rare} classes of “{task}” with {few} each are learned as one, “{pool}”: {named}.",
                pool = self.names.last().map_or("", String::as_str),
            )),
            (rare, false) => {
                let have = if rare == 1 { "class has" } else { "classes have" };
                let advice = match can_pool && (2..self.names.len()).contains(&rare) {
                    true => "learn them as one class, or add rows of them",
                    false => "add rows of them, or leave them out",
                };
                Some(format!(
                    "{rare} {have} {few} of “{task}”, too few to learn much from: {named}. If they matter, {advice}.{unseen}"
                ))
            }
        }
    }
}
