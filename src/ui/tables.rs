//! How tables come in and change: what panels ask for, each time guarded by a question where a run would be lost.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::format::plural;
use super::origin::{Asked, Origin};
use super::state::AppState;
use crate::protocol::{Command, Event, LoadRequest, MakeRequest, Stage};
use crate::schema::choice::ColumnChoice;
use crate::schema::reading_choice::ReadingChoice;
use crate::table::gallery::{Benchmark, EXAMPLES, Example, Source};
use crate::table::join::Key;
use crate::table::summary::TableSummary;

impl AppState {
    /// Loads a table, or says why it could not be had.
    pub fn load(&self, origin: Origin) {
        self.load_then(origin, Rc::new(|| {}), Rc::new(|| {}));
    }

    /// Loads a table, and does something once it is there.
    ///
    /// - `stay`: puts the page back where the user keeps the run instead
    pub fn load_then(&self, origin: Origin, then: Rc<dyn Fn()>, stay: Rc<dyn Fn()>) {
        let state = *self;
        let deed = match &origin {
            Origin::Example(example) => format!("Open the example “{}”", example.title),
            Origin::File(_) | Origin::Files(..) | Origin::Text(_) | Origin::Address(_) | Origin::Saved(_) => {
                format!("Read “{}”", origin.name())
            }
        };
        let go = move || state.read(origin.clone().into(), origin.request(), then.clone());
        self.guarded(&deed, Rc::new(go), stay);
    }

    /// The columns that files could be joined by, the best first; `None` where they can't be read, which is said.
    pub async fn keys(&self, origin: Origin) -> Option<Vec<Key>> {
        let bridge = self.bridge.get_value()?;
        let mut request = origin.request();
        match origin.bytes_for(&mut request).await {
            Ok(files) => match bridge.ask(Command::Keys(request), files).await {
                Ok(Event::Keys(keys)) => Some(keys),
                Ok(_) | Err(_) => None,
            },
            Err(message) => {
                self.fail(Stage::Data, message);
                None
            }
        }
    }

    /// Whether the present table can be read again.
    pub fn can_reread(&self) -> bool {
        let name = self.table.with(|table| table.as_ref().map(|table| table.name.clone()));
        // A page around this one may have brought another table since.
        self.origin.with(|asked| asked.as_ref().map(|asked| asked.origin.name()) == name && name.is_some())
    }

    /// Reads the present table again with other marks of cells without a value; what was chosen for its columns stays.
    pub fn reread(&self, missing_marks: Vec<String>) {
        if let Some(asked) = self.origin.get_untracked() {
            self.read_again(Asked { marks: Some(missing_marks), ..asked });
        }
    }

    /// Reads the table that was asked for last in another way; what was chosen for its columns stays.
    pub fn reread_as(&self, reading: ReadingChoice) {
        if let Some(asked) = self.asked.get_untracked() {
            self.read_again(Asked { reading, ..asked });
        }
    }

    /// Whether the table that was asked for last is the present one, so that what was found in it is known.
    pub fn is_read(&self) -> bool {
        self.can_reread() && self.asked.with(|asked| asked.as_ref().is_some_and(|asked| asked.is_read))
    }

    fn read_again(&self, asked: Asked) {
        let mut request = asked.origin.request();
        request.missing_marks = asked.marks.clone();
        request.reading = asked.reading.clone();
        let name = Some(asked.origin.name());
        request.keeps_choices = untrack(|| self.can_reread())
            && self.origin.with_untracked(|origin| origin.as_ref().map(|asked| asked.origin.name()) == name);
        let state = *self;
        let go = move || state.read(asked.clone(), request.clone(), Rc::new(|| {}));
        self.guarded("Read the table again", Rc::new(go), Rc::new(|| {}));
    }

    /// Gives columns roles and types, all or none of them.
    ///
    /// - `stay`: puts the page back where the user keeps the run instead
    pub fn set_columns(&self, choices: Vec<ColumnChoice>, stay: Rc<dyn Fn()>) {
        let state = *self;
        let deed = match choices.as_slice() {
            [only] => format!("Change “{}”", only.column),
            all => format!("Change {}", plural(all.len(), "column")),
        };
        self.guarded(&deed, Rc::new(move || state.send(Command::SetColumns(choices.clone()))), stay);
    }

    /// Opens an example by its key.
    ///
    /// - `stay`: puts the page back where the user keeps the run instead
    pub fn load_example(&self, key: &str, stay: Rc<dyn Fn()>) {
        let Some(example) = EXAMPLES.iter().find(|example| example.key == key) else {
            let known: Vec<_> = EXAMPLES.iter().map(|example| example.key).collect();
            let message = format!("there is no example “{key}”; known are: {}", known.join(", "));
            return self.fail(Stage::Data, message);
        };
        let state = *self;
        match example.source {
            Source::File(_) => {
                self.load_then(Origin::Example(example), Rc::new(move || state.is_toy_open.set(false)), stay);
            }
            Source::Made(benchmark) => {
                let go = move || state.draw(example, benchmark);
                self.guarded(&format!("Open the example “{}”", example.title), Rc::new(go), stay);
            }
            Source::Toy => {
                if self.table.with_untracked(Option::is_none)
                    && let Some(first) = EXAMPLES.first()
                {
                    // So that there is one below.
                    self.load_example(first.key, stay);
                }
                // Opening a table closes it.
                self.is_toy_open.set(true);
            }
        }
    }

    /// Takes in which example the table comes from, and gives it the configuration that it opens with, where the present one is not the
    /// user's own.
    fn opened(&self, example: Option<&'static Example>) {
        let preset = |example: Option<&'static Example>| example.map_or("{}", |example| example.preset);
        let before = self.example.get_untracked();
        self.example.set(example);
        let config = self.config.get_untracked();
        let opening = config.opening(preset(before), preset(example));
        if opening != config
            && let Ok(patch) = serde_json::to_value(&opening)
        {
            self.configure(patch);
        }
    }

    fn draw(&self, example: &'static Example, benchmark: Benchmark) {
        let seed = self.config.with_untracked(|config| config.seed);
        let make = Command::Make(MakeRequest { name: example.title.into(), benchmark, seed });
        let state = *self;
        self.is_toy_open.set(false);
        self.bridge.with_value(|bridge| bridge.iter().for_each(|bridge| drop(bridge.next_table())));
        spawn_local(async move {
            if state.ask(make).await.is_ok() {
                state.origin.set(None);
                state.opened(Some(example));
            }
        });
    }

    fn read(&self, mut asked: Asked, mut request: LoadRequest, then: Rc<dyn Fn()>) {
        let state = *self;
        let Some(bridge) = state.bridge.get_value() else { return };
        let turn = bridge.next_table();
        spawn_local(async move {
            let files = asked.origin.bytes_for(&mut request).await;
            if !turn.is_latest() {
                return;
            }
            match files {
                Ok(files) => {
                    asked.is_read = bridge.ask(Command::Load(request), files).await.is_ok();
                    if asked.is_read {
                        state.opened(asked.origin.example());
                        state.origin.set(Some(asked.clone()));
                    }
                    let is_read = asked.is_read;
                    // What could not be read may be once something is chosen.
                    state.asked.set(Some(asked));
                    if is_read {
                        then();
                    }
                }
                Err(message) => state.fail(Stage::Data, message),
            }
        });
    }

    /// Whether a table that was just read or changed is another one than the present.
    pub(super) fn is_new(&self, table: &TableSummary) -> bool {
        let names =
            |table: &TableSummary| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        let is_same = |before: &TableSummary| {
            before.name == table.name && before.rows == table.rows && names(before) == names(table)
        };
        self.table.with_untracked(|before| before.as_ref().is_none_or(|before| !is_same(before)))
    }
}
