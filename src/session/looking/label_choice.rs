//! Which label of each label set is looked at.

use crate::figure::{Control, Options};
use crate::gain::Predicted;
use crate::view::{Evidence, Seen};

/// The controls by which labels are chosen, one per label set.
#[derive(Default)]
pub struct LabelChoices {
    /// In task order.
    pub controls: Vec<Control>,
}

impl LabelChoices {
    /// That of a label set, `None` for other tasks; see [`Self::of`].
    pub fn of_seen(&mut self, options: &Options, seen: &Seen<'_>) -> Option<usize> {
        let is_set = matches!(seen.evidence, Evidence::Rows(Predicted::Labels { .. }));
        is_set.then(|| self.of(options, seen.task, seen.name, seen.classes))
    }

    /// The label of a set that is looked at, by its index; the first one where none is chosen.
    ///
    /// - `task`: index of the set in task order
    pub fn of(&mut self, options: &Options, task: usize, name: &str, labels: &[String]) -> usize {
        let is_first = self.controls.is_empty();
        let key = if is_first { "label".to_owned() } else { format!("label{task}") };
        let chosen = options.index(&key, labels.len()).unwrap_or(0);
        self.controls.push(Control::of_names(&key, &format!("Label of {name}"), labels, chosen));
        chosen
    }
}
