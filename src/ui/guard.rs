//! What is asked before work is lost: in the page before a run is dropped, by the browser before the page is left.

use leptos::ev;
use leptos::prelude::*;

use super::format::{count, time};
use super::origin::Asked;
use super::state::{AppState, Deed};
use crate::report::{Status, SweepProgress};
use crate::web::address;

/// A run of no more steps than this is soon had again.
const FEW_STEPS: usize = 1;

/// A run that ended is asked about from this many seconds of training on; a shorter one is soon had again, too.
const WORTH: f64 = 10.0;

impl AppState {
    /// Does what drops the run; where that would lose work, only once the user has agreed.
    ///
    /// - `deed`: what is done, as the user would ask for it
    /// - `stay`: puts the page back where the user keeps the run
    pub fn guarded(&self, deed: &str, go: Deed, stay: Deed) {
        match self.cost() {
            Some(cost) => {
                self.answers.set_value(Some([stay, go]));
                self.question.set(format!("{deed}?\n{cost}"));
            }
            None => go(),
        }
    }

    /// Takes the question away and does what was answered.
    pub fn answer(&self, goes: bool) {
        let Some([stay, go]) = self.answers.get_value() else { return };
        self.answers.set_value(None);
        self.question.set(String::new());
        if goes { go() } else { stay() }
    }

    /// What would be lost with the run, as a sentence; `None` where it is nothing.
    fn cost(&self) -> Option<String> {
        let steps = self.step.get_untracked();
        let seconds =
            self.latest.with_untracked(|latest| latest.as_ref().map_or(0.0, |latest| latest.train_seconds));
        let is_worth = match self.status.get_untracked() {
            Status::Running | Status::Paused => steps > FEW_STEPS,
            Status::Done => seconds >= WORTH,
            Status::Idle | Status::Error => false,
        };
        let spent = (seconds >= 1.0).then(|| format!(" after {} of training", time(seconds)));
        let spent = spent.unwrap_or_default();
        let run = is_worth.then(|| {
            format!("The run, now at step {}{spent}, and what it learned would be lost.", count(steps))
        });
        let sweep = self.sweeping.with_untracked(|sweep| {
            let SweepProgress { done, total, .. } = sweep.as_ref()?;
            Some(format!("The trainings, {} of {} done, would be lost.", count(*done), count(*total)))
        });
        run.or(sweep)
    }

    /// Lets the browser ask before the page is left, while there is something to lose.
    pub fn ask_before_leaving(&self) {
        let state = *self;
        let listener = window_event_listener(ev::beforeunload, move |event| {
            if state.has_work() {
                event.prevent_default();
            }
        });
        // It stays as long as the page does.
        std::mem::forget(listener);
    }

    /// Whether leaving loses a table of the user's own, or a run; the page around this one answers for a run of its own.
    fn has_work(&self) -> bool {
        if self.saving.get_untracked() == Some(None) {
            return false;
        }
        let name = self.table.with_untracked(|table| table.as_ref().map(|table| table.name.clone()));
        let is_own = self.origin.with_untracked(|origin| {
            origin.as_ref().is_some_and(|Asked { origin, .. }| origin.is_own() && Some(origin.name()) == name)
        });
        let is_sweeping = self.sweeping.with_untracked(Option::is_some);
        is_own || (is_sweeping || self.step.get_untracked() > FEW_STEPS) && !address::is_embedded()
    }
}
