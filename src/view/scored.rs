//! One class against the rest: the probability of the class in each row, beside whether the row is of it.

use super::seen::{Evidence, Seen};
use crate::figure::{Control, Drawn, Options};
use crate::gain::Predicted;
use crate::schema::text::{count, plural};

/// What a head says of one class, or of one label of a set, row by row.
pub struct Scored {
    /// Its index in class order.
    pub class: usize,
    /// Its name.
    pub name: String,
    /// What a row is that is not of it, and what one is that is.
    pub sides: [String; 2],
    /// The rows, by their numbers in the table.
    pub rows: Vec<u32>,
    /// The probability of the class in each.
    pub scores: Vec<f64>,
    /// Whether each is of the class.
    pub is_yes: Vec<bool>,
    /// Sentences about rows that are left out.
    notes: Vec<String>,
}

impl Scored {
    /// Of one class; `None` where a head answers with something else.
    pub fn of(seen: &Seen<'_>, class: usize) -> Option<Self> {
        let Evidence::Rows(predicted) = &seen.evidence else { return None };
        let name = seen.classes.get(class)?.clone();
        let (sides, scores, labels): ([String; 2], Vec<f64>, Vec<Option<bool>>) = match predicted {
            Predicted::Classes { probabilities, labels, classes }
            | Predicted::Levels { probabilities, labels, classes } => {
                let rows = probabilities.chunks_exact((*classes).max(1));
                let rest = match seen.classes {
                    [first, second] => if class == 0 { second } else { first }.clone(),
                    _ => "another".to_owned(),
                };
                (
                    [rest, name.clone()],
                    rows.map(|row| row.get(class).map_or(f64::NAN, |&share| share.into())).collect(),
                    labels.iter().map(|&label| Some(label == class)).collect(),
                )
            }
            Predicted::Labels { probabilities, labels, count } => {
                let step = (*count).max(1);
                (
                    ["no", "yes"].map(str::to_owned),
                    probabilities.iter().skip(class).step_by(step).copied().collect(),
                    labels.iter().skip(class).step_by(step).copied().collect(),
                )
            }
            Predicted::Values { .. } | Predicted::Counts { .. } => return None,
        };
        let mut own = Self {
            class,
            name,
            sides,
            rows: Vec::new(),
            scores: Vec::new(),
            is_yes: Vec::new(),
            notes: Vec::new(),
        };
        let (mut unknown, mut broken) = (0, 0);
        for ((&row, &score), label) in seen.rows.iter().zip(&scores).zip(labels) {
            match label {
                None => unknown += 1,
                Some(_) if !score.is_finite() => broken += 1,
                Some(is_yes) => {
                    own.rows.push(row);
                    own.scores.push(score);
                    own.is_yes.push(is_yes);
                }
            }
        }
        own.notes.extend(
            (unknown > 0).then(|| format!("In {} “{}” is not known.", plural(unknown, "row"), own.name)),
        );
        own.notes.extend(no_number(broken));
        Some(own)
    }

    /// Of the class that is chosen by the control that comes with it: by default the second of two, or the first of several.
    pub fn chosen(seen: &Seen<'_>, options: &Options) -> Option<(Self, Control)> {
        let classes = seen.classes.len();
        let default = usize::from(classes == 2 && !seen.is_set());
        let class = options.index("class", classes).unwrap_or(default);
        let name = if seen.is_set() { "Label" } else { "Class" };
        Some((Self::of(seen, class)?, Control::of_names("class", name, seen.classes, class)))
    }

    /// Rows of the class.
    pub fn positives(&self) -> usize {
        self.is_yes.iter().filter(|&&is| is).count()
    }

    /// How it is called in a sentence.
    pub fn quoted(&self) -> String {
        format!("“{}”", self.name)
    }

    /// What a curve of it lacks, as a sentence; `None` where there are both rows of the class and others.
    pub fn one_sided(&self) -> Option<String> {
        let (yes, all) = (self.positives(), self.rows.len());
        let what = match (yes, all) {
            (_, 0) => "No row has a label and a probability of",
            (0, _) => "No row is of",
            (yes, all) if yes == all => "All rows are of",
            _ => return None,
        };
        Some(format!("{what} {}, so that there is nothing to tell apart.", self.quoted()))
    }

    /// A drawing with sentences about rows that are left out.
    pub fn noting(&self, mut drawn: Drawn) -> Drawn {
        drawn.notes.extend(self.notes.iter().cloned());
        drawn
    }
}

/// How many rows have a probability that can't be drawn, as a sentence.
pub fn no_number(rows: usize) -> Option<String> {
    (rows > 0).then(|| format!("{} rows are left out, because a probability is no number.", count(rows)))
}
