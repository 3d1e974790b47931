//! What is saved for the next visit: taken up when the page starts or its worker was started again, and forgotten when that is asked for.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::origin::{Asked, Origin};
use super::state::AppState;
use super::taken_up::TakenUp;
use crate::protocol::{Command, Event, Restored, Stage};
use crate::table::gallery::EXAMPLES;
use crate::web::tab;

impl AppState {
    /// Takes up what was saved, or else does something, unless a table was asked for meanwhile.
    pub fn take_up(&self, or_else: impl FnOnce() + 'static) {
        let state = *self;
        let Some(bridge) = self.bridge.get_value().filter(|_| tab::wish().is_some()) else {
            return or_else();
        };
        let turn = bridge.next_table();
        spawn_local(async move {
            match state.restore(None).await {
                true => {}
                false if turn.is_latest() => or_else(),
                false => {}
            }
        });
    }

    /// Takes up what was saved once a worker that stopped was started again, and goes on with what was going on; without it, the table is
    /// read again.
    ///
    /// - `reason`: why it stopped
    pub fn take_up_again(&self, reason: String) {
        let state = *self;
        spawn_local(async move {
            if state.restore(Some(reason.clone())).await {
                return;
            }
            let message =
                format!("the worker stopped ({reason}) and was started again; its runs were not saved");
            if let Some(Asked { origin, .. }) = state.origin.get_untracked() {
                state.load_then(
                    origin,
                    Rc::new(move || state.fail(Stage::Worker, message.clone())),
                    Rc::new(|| {}),
                );
            } else {
                let key = state.example.get_untracked().unwrap_or(&EXAMPLES[0]).key;
                state.load_example(key, Rc::new(|| {}));
                state.fail(Stage::Worker, message);
            }
        });
    }

    /// Whether there was something to take up.
    async fn restore(&self, stopped: Option<String>) -> bool {
        let Ok(Event::Restored { project, restored }) = self.ask(Command::Restore).await else {
            return false;
        };
        tab::set(project.as_deref());
        let Some(restored) = restored else { return false };
        let example = EXAMPLES.iter().find(|example| example.title == restored.table);
        self.example.set(example);
        let origin = match (&restored.request, example) {
            (Some(_), Some(example)) => Some(Origin::Example(example)),
            (Some(request), None) => Some(Origin::Saved(request.clone())),
            (None, _) => None,
        };
        let asked = origin.zip(restored.request.clone()).map(|(origin, request)| Asked {
            origin,
            marks: request.missing_marks.clone(),
            reading: request.reading.clone(),
            is_read: true,
        });
        self.origin.set(asked.clone());
        self.asked.set(asked);
        let taken = TakenUp { restored, stopped };
        let is_telling = taken.stopped.is_some()
            || taken.restored.runs > 0
            || taken.restored.run.is_some()
            || taken.restored.sweep.is_some()
            || example.is_none()
            || !taken.restored.lost.is_empty();
        if taken.stopped.is_some() && !taken.waits() {
            self.go_on_with(&taken.restored);
        }
        self.taken_up.set(is_telling.then_some(taken));
        true
    }

    /// Goes on with what was taken up.
    pub fn go_on(&self) {
        if let Some(taken) = self.taken_up.get_untracked() {
            self.go_on_with(&taken.restored);
        }
        self.taken_up.set(None);
    }

    fn go_on_with(&self, restored: &Restored) {
        if restored.run.is_some() {
            self.send(Command::Resume);
        } else if let Some(seeds) = restored.comparison {
            self.send(Command::Compare { seeds: Some(seeds) });
        }
        // It waits for its turn by itself.
        if restored.sweep.is_some_and(|sweep| sweep.was_running) {
            self.send(Command::ResumeSweep);
        }
    }

    /// Asks whether all that this browser keeps is to be deleted, and does it.
    pub fn ask_to_forget(&self) {
        let state = *self;
        let go = move || {
            spawn_local(async move {
                if state.ask(Command::Forget).await.is_ok() {
                    tab::set(None);
                    // There is nothing to lose any more, and nothing to ask about.
                    state.origin.set(None);
                    state.step.set(0);
                    if let Some(window) = web_sys::window() {
                        // A page can always be loaded again.
                        let _ = window.location().reload();
                    }
                }
            });
        };
        let text = "Forget everything?\nTables, settings, runs and models that this browser keeps for this page are deleted, those of other \
            tabs, too.\nKeep them\nForget everything";
        self.answers.set_value(Some([Rc::new(|| {}), Rc::new(go)]));
        self.question.set(text.to_owned());
    }
}
