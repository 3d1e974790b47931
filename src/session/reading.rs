//! The reading of a table as it is asked for: in slices, so that it can be shown how far it is, and ended.

use std::borrow::Cow;

use super::host::{BREATH, Host};
use super::loading::Loading;
use super::state::Session;
use super::store::Source;
use crate::protocol::{Command, LoadRequest, Request, Stage};
use crate::schema::error::DataError;
use crate::table::choices::Choices;
use crate::table::intake::Intake;
use crate::table::join;

/// Bytes of text between two looks at the clock, a few milliseconds' work.
const SLICE: usize = 1 << 18;

/// Seconds from one telling to the next, and before the first.
const TELL_EVERY: f64 = 0.2;

impl<H: Host> Session<H> {
    /// Begins to read a table: decoding it, and several files altogether, is one slice.
    pub async fn load(&mut self, id: u32, mut load: LoadRequest) {
        if std::mem::take(&mut load.uses_saved_files)
            && let Err(reason) = self.attach_saved(self.source.as_ref(), &mut load, "it was not saved").await
        {
            return self.fail(
                Some(id),
                Stage::Data,
                format!("“{}” can't be read again ({reason}): choose it anew", load.name),
            );
        }
        let told_at = self.host.now();
        let choices = match &self.table {
            Some(table) if load.keeps_choices => table.choices(),
            Some(_) | None => Choices {
                roles: std::mem::take(&mut load.roles),
                types: std::mem::take(&mut load.types),
                has_suggested_task: false,
            },
        };
        let files = load.files().len();
        self.host.set_aside(&load.files().iter().map(|(_, bytes)| *bytes).collect::<Vec<_>>());
        match intake(&mut load) {
            Ok(intake) => {
                self.table_count += 1;
                let request = Box::new(load.clone());
                let source = Source::Read { table: self.table_count, request, files };
                self.loading = Some(Loading { id, load, choices, intake, told_at, source, restores: None });
            }
            Err(error) => self.fail(Some(id), Stage::Data, error),
        }
    }

    /// Gives a request the files of a table that was saved.
    ///
    /// - `missing`: what is said where one is not in the store
    pub(super) async fn attach_saved(
        &self,
        source: Option<&Source>,
        load: &mut LoadRequest,
        missing: &str,
    ) -> Result<(), String> {
        let mut files = Vec::new();
        for key in source.into_iter().flat_map(Source::keys) {
            files.push(self.host.read(&key).await?.ok_or(missing)?);
        }
        load.attach(files.into_iter());
        Ok(())
    }

    /// Reads on for a breath; once all is read, the table takes the place of the one before.
    pub async fn load_on(&mut self) {
        let Some(mut loading) = self.loading.take() else { return };
        let began = self.host.now();
        loop {
            match loading.intake.advance(SLICE) {
                Ok(true) => {}
                Ok(false) => {
                    let Loading { id, load, mut choices, intake, source, restores, .. } = loading;
                    if load.keeps_choices {
                        // Read in another way, the table may have other columns.
                        choices.keep(|name| intake.has_column(name));
                    }
                    let table = intake.finish(&choices, load.written_as, load.oddities);
                    return match (restores, table) {
                        (Some(project), Ok(table)) => {
                            self.take(None, Ok::<_, DataError>(table), source);
                            self.restore_rest(id, *project).await;
                        }
                        (Some(_) | None, table) => self.take(Some(id), table, source),
                    };
                }
                Err(error) => return self.fail(Some(loading.id), Stage::Data, error),
            }
            let now = self.host.now();
            if now - loading.told_at >= TELL_EVERY {
                loading.tell(&self.host);
                loading.told_at = now;
            }
            if now - began >= BREATH {
                self.loading = Some(loading);
                return;
            }
        }
    }

    /// Ends the reading of a table, if one is being read.
    pub fn cancel_load(&mut self, id: u32) {
        if let Some(Loading { id: waiting, load, .. }) = self.loading.take() {
            let rest = match self.table {
                Some(_) => "the table before it stays",
                None => "drop a file or choose an example",
            };
            self.fail(
                Some(waiting),
                Stage::Data,
                format!("the reading of “{}” was cancelled: {rest}", load.name),
            );
        }
        self.tell_status(Some(id));
    }

    /// Whether a request comes while a table is read and has to wait for its end.
    pub fn must_wait(&self, request: &Request) -> bool {
        self.loading.is_some() && request.command != Command::CancelLoad
    }

    /// The next request that waited long enough.
    pub fn next_held_back(&mut self) -> Option<Request> {
        if self.loading.is_some() { None } else { self.held_back.pop_front() }
    }
}

/// The reading of a request's files, begun; the request is without them afterwards, as they are as large as the table, and what follows
/// needs memory too.
pub fn intake(load: &mut LoadRequest) -> Result<Intake<'static>, DataError> {
    let marks = load.marks();
    let intake = match &load.join {
        Some(join) => join::read(&load.files(), join.key.as_deref(), &marks, &load.reading)
            .map(|joined| Intake::of(&load.name, joined, &marks)),
        None => {
            let bytes = Cow::Owned(std::mem::take(&mut load.bytes));
            Intake::begin(&load.name, bytes, &marks, &load.reading)
        }
    };
    load.attach(std::iter::empty());
    intake
}
