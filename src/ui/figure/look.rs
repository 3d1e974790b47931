//! A view: asks the worker for it whenever what it shows has changed, and draws what comes.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::controls::Controls;
use super::frame::FigureView;
use crate::figure::{Drawn, Figure, Options};
use crate::protocol::{Command, Event, Look, LookRequest};
use crate::report::Status;
use crate::ui::state::AppState;
use crate::web::clock;

/// Milliseconds from one drawing to the next while a run goes on.
const TOO_SOON: f64 = 250.0;

/// A view of a head, or of all heads.
#[component]
pub fn LookView(
    /// Which.
    look: Look,
    /// What a screen reader calls it.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let state = expect_context::<AppState>();
    let (is_live, follows_rows) = match look {
        Look::Head { .. } => (false, false),
        Look::All { view } => (view.card().is_live, view.card().follows_rows),
    };
    let drawn = RwSignal::new(None::<Drawn>);
    let options = RwSignal::new(Options::default());
    let asking = Asking::default();
    let run = Memo::new(move |_| state.report.with(|report| report.as_ref().map(|report| report.run)));
    Effect::new(move || {
        let (split, options) = (state.split.get(), options.get());
        let rows = if follows_rows { state.picked.with(|picked| picked.rows().to_vec()) } else { Vec::new() };
        run.track();
        let has_model = state.model.with(Option::is_some);
        let status = state.status.get();
        match status {
            // A running model changes with every step: most views wait until it rests.
            Status::Running if !is_live => return,
            Status::Running | Status::Paused => state.step.track(),
            Status::Idle | Status::Done | Status::Error => {}
        }
        if !has_model {
            return drawn.set(None);
        }
        let request = LookRequest { run: None, split, look, options, rows };
        asking.ask(state, drawn, request, status == Status::Running);
    });
    let controls = Memo::new(move |_| drawn.with(|drawn| drawn.as_ref().map(|drawn| drawn.controls.clone())));
    let text = move || drawn.with(|drawn| drawn.as_ref().map(|drawn| drawn.sentence.clone()));
    // What is drawn anew keeps its parts in the page, and with them the focus.
    let heads = Memo::new(move |_| {
        let head =
            |figure: &Figure| (figure.title.clone(), figure.task, std::mem::discriminant(&figure.body));
        drawn.with(|drawn| drawn.iter().flat_map(|drawn| &drawn.figures).map(head).collect::<Vec<_>>())
    });
    let figures = move || {
        let heads = heads.get().into_iter().enumerate();
        heads
            .map(|(index, (title, task, _))| {
                let figure =
                    Signal::derive(move || drawn.with(|drawn| drawn.as_ref()?.figures.get(index).cloned()));
                view! { <FigureView title task figure/> }
            })
            .collect_view()
    };
    let notes = move || {
        let notes = drawn.with(|drawn| drawn.as_ref().map(|drawn| drawn.notes.clone()));
        notes.into_iter().flatten().map(|note| view! { <p class="hint">{note}</p> }).collect_view()
    };
    view! {
        <div class="look" role="group" aria-label=name>
            <Controls controls options/>
            <p class="hint sentence">{text}</p>
            <div class="figures">{figures}</div>
            {notes}
        </div>
    }
}

/// What is being asked, so that the worker is asked for one drawing of a view at a time.
#[derive(Clone, Default)]
struct Asking {
    is_open: Rc<Cell<bool>>,
    /// What was to be asked meanwhile: only the latest counts.
    next: Rc<std::cell::RefCell<Option<LookRequest>>>,
    answered_at: Rc<Cell<f64>>,
}

impl Asking {
    fn ask(&self, state: AppState, drawn: RwSignal<Option<Drawn>>, request: LookRequest, is_running: bool) {
        if is_running && clock::now() - self.answered_at.get() < TOO_SOON {
            return;
        }
        if self.is_open.replace(true) {
            *self.next.borrow_mut() = Some(request);
            return;
        }
        let own = self.clone();
        spawn_local(async move {
            let mut next = Some(request);
            while let Some(request) = next {
                let found = state.ask(Command::Look(request)).await;
                if let Ok(Event::Looked(found)) = found {
                    // The view may be gone.
                    let _ = drawn.try_set(Some(found));
                }
                next = own.next.take();
            }
            own.answered_at.set(clock::now());
            own.is_open.set(false);
        });
    }
}
