//! What there is to see of a model: views are drawn where the model is, and sent as plain data.

mod answers;
mod ask;
mod axis;
mod base;
mod change;
mod chosen;
mod cut;
mod dependence;
mod flip;
mod heads;
mod importance;
mod label_choice;
mod nearest;
mod parts;
mod representation;
mod rows;
mod sample;
mod slices;
mod surface;
mod tried;
mod words;

use std::rc::Rc;

use super::host::Host;
use super::run::Run;
use super::state::Session;
use crate::figure::Drawn;
use crate::protocol::{Event, Look, LookRequest, Stage};
use crate::schema::split::Split;
use crate::view::{Overview, Seen, Valid};
pub use answers::Answers;
use ask::{Ask, LookError};

impl<H: Host> Session<H> {
    /// Draws a view and answers with it.
    pub(super) async fn look(&mut self, id: u32, request: LookRequest) {
        let is_present = self.is_present(request.run);
        if !is_present && request.run.is_none() && self.ended(None).is_none() {
            self.make_fresh();
        }
        let kept = self.answers.take();
        let Some(table) = &self.table else { return self.refuse(id, request.run) };
        let mut ask = match (&self.run, self.ended(request.run)) {
            (Some(run), _) if is_present => Ask::of_run(run, table, &request, kept),
            (_, Some(ended)) => Ask::of_ended(ended, table, &request, kept),
            (_, None) => match &self.fresh {
                Some(fresh) if request.run.is_none() => Ask::of_run(fresh, table, &request, kept),
                _ => return self.refuse(id, request.run),
            },
        };
        let found = draw(&mut ask, request.look).await;
        self.answers = ask.into_kept();
        match found {
            Ok(drawn) => self.emit(Some(id), Event::Looked(drawn)),
            Err(error) => self.fail(Some(id), Stage::Prediction, error),
        }
    }
}

impl<H: Host> Session<H> {
    /// A model as the next run will begin with it, where table and configuration give one.
    fn make_fresh(&mut self) {
        let config = self.config.clone();
        let Ok(dataset) = self.plan(&config) else { return self.fresh = None };
        let is_same =
            |fresh: &Run| Rc::ptr_eq(fresh.trainer.dataset(), &dataset) && *fresh.config() == config;
        if !self.fresh.as_ref().is_some_and(is_same) {
            self.answers = None;
            self.fresh = Some(Run::new(0, dataset, config, &self.device, self.host.now()));
        }
    }
}

async fn draw(ask: &mut Ask<'_>, look: Look) -> Result<Drawn, LookError> {
    match look {
        Look::Head { task, view } => {
            let needs_valid = view.card().needs_valid;
            let answers = if needs_valid { ask.answers_with_valid().await? } else { ask.answers().await? };
            let answered = answers.of_task(task).ok_or(LookError::NoTask { task })?;
            let shown = ask.request.split;
            let mut seen = answered.seen(task, ask.dataset.rows(shown));
            let valid = answers.of_task_on_valid(task).filter(|_| needs_valid);
            let valid = valid.and_then(|valid| valid.seen(task, ask.dataset.rows(Split::Valid)));
            if let (Some(seen), Some(Seen { evidence, .. })) = (&mut seen, valid) {
                seen.valid = Some(Box::new(Valid { evidence, shown }));
            }
            Ok(seen.map_or_else(Drawn::default, |seen| view.draw(&seen, &ask.request.options)))
        }
        Look::All { view } => match view {
            Overview::Surface => surface::draw(ask).await,
            Overview::Rows => rows::draw(ask).await,
            Overview::Chosen => chosen::draw(ask).await,
            Overview::Slices => slices::draw(ask).await,
            Overview::Representation => representation::draw(ask).await,
            Overview::Importance => importance::draw(ask).await,
            Overview::Dependence => dependence::draw(ask).await,
            Overview::Nearest => nearest::draw(ask).await,
            Overview::Flip => flip::draw(ask).await,
        },
    }
}
