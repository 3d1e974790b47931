//! Drives a session natively, from a script of commands to the messages it says.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::Stream;
use polyhead::figure::{self, Body, Drawn, Options};
use polyhead::protocol::{Command, Event, LoadRequest, Look, LookRequest, Message, Request};
use polyhead::report::RunReport;
use polyhead::schema::column::ColumnKind;
use polyhead::schema::role::Role;
use polyhead::schema::split::Split;
use polyhead::session::{self, Change, Host};
use polyhead::train::device;
use polyhead::view::HeadView;

/// When a scripted command is sent.
pub enum When {
    /// Once every earlier command is answered.
    Answered,
    /// Once this many steps were reported, whether or not earlier commands are answered.
    Steps(usize),
    /// Once it was told how far a table is read.
    Reading,
    /// Once it was told that so many trainings of a sweep are done.
    Trained(usize),
    /// Once it was asked for so often since the command before, so that a session that has something to do does some of it.
    Asked(usize),
}

/// A session's page: keeps what is said, and a clock that moves with each look.
#[derive(Clone, Default)]
struct Page {
    messages: Rc<RefCell<Vec<Message>>>,
    clock: Rc<Cell<f64>>,
    /// Where it keeps projects, if it does.
    store: Option<Shelf>,
    is_forgotten: Rc<Cell<bool>>,
}

/// A store that outlives sessions.
#[derive(Clone, Default)]
pub struct Shelf {
    /// What it holds.
    pub parts: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    aside: Rc<RefCell<Vec<Vec<u8>>>>,
    /// Why it takes nothing, if so.
    pub refusal: Rc<RefCell<Option<String>>>,
    /// Times it was written to.
    pub writes: Rc<Cell<usize>>,
}

impl Host for Page {
    fn now(&self) -> f64 {
        // With a store, seconds go by as in a long run, so that there are several checkpoints.
        self.clock.set(self.clock.get() + if self.store.is_some() { 0.05 } else { 0.001 });
        self.clock.get()
    }

    fn emit(&self, message: Message) {
        self.messages.borrow_mut().push(message);
    }

    async fn breathe(&self) {}

    fn project(&self) -> Option<String> {
        self.store.as_ref().filter(|_| !self.is_forgotten.get()).map(|_| "test".to_owned())
    }

    fn set_aside(&self, files: &[&[u8]]) {
        if let Some(shelf) = &self.store {
            *shelf.aside.borrow_mut() = files.iter().map(|file| file.to_vec()).collect();
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.store.as_ref().and_then(|shelf| shelf.parts.borrow().get(key).cloned()))
    }

    async fn write(&self, changes: Vec<Change>) -> Result<(), String> {
        let Some(shelf) = &self.store else { return Ok(()) };
        if let Some(refusal) = &*shelf.refusal.borrow() {
            return Err(refusal.clone());
        }
        shelf.writes.set(shelf.writes.get() + 1);
        let mut parts = shelf.parts.borrow_mut();
        for change in changes {
            match change {
                Change::Put { key, bytes } => drop(parts.insert(key, bytes)),
                Change::PutFile { key, file } => drop(parts.insert(key, shelf.aside.borrow()[file].clone())),
                Change::Delete { key } => assert!(parts.remove(&key).is_some(), "{key} was not there"),
            }
        }
        Ok(())
    }

    async fn forget(&self) -> Result<(), String> {
        self.is_forgotten.set(true);
        self.store.iter().for_each(|shelf| shelf.parts.borrow_mut().clear());
        Ok(())
    }
}

/// Tells by what was said whether something is due.
pub type IsDue = Box<dyn Fn(&[Message]) -> bool>;

struct Script {
    commands: VecDeque<(When, Command)>,
    sent: u32,
    asked: usize,
    page: Page,
    /// When the session is killed, whatever is not answered.
    killed: Option<IsDue>,
}

impl Stream for Script {
    type Item = Request;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Request>> {
        self.asked += 1;
        let messages = self.page.messages.borrow();
        if self.killed.as_ref().is_some_and(|is_due| is_due(&messages)) {
            return Poll::Ready(None);
        }
        let answered = messages.iter().filter(|message| message.reply.is_some()).count();
        let reported = messages.iter().filter_map(|message| match &message.event {
            Event::Step(report) => Some(report.step),
            _ => None,
        });
        let is_due = match self.commands.front() {
            None => answered == self.sent as usize,
            Some((When::Answered, _)) => answered == self.sent as usize,
            Some((When::Steps(steps), _)) => reported.max().unwrap_or(0) >= *steps,
            Some((When::Reading, _)) => {
                messages.iter().any(|message| matches!(message.event, Event::Reading { .. }))
            }
            Some((When::Asked(times), _)) => {
                context.waker().wake_by_ref();
                self.asked > *times
            }
            Some((When::Trained(trainings), _)) => messages.iter().any(|message| {
                matches!(&message.event, Event::Sweeping(Some(progress)) if progress.done >= *trainings)
            }),
        };
        drop(messages);
        if !is_due {
            return Poll::Pending;
        }
        let Some((_, command)) = self.commands.pop_front() else {
            return Poll::Ready(None);
        };
        self.sent += 1;
        self.asked = 0;
        Poll::Ready(Some(Request { id: self.sent, command }))
    }
}

/// Everything a session says to a script; the n-th command has the id n, from 1.
pub fn drive(commands: Vec<(When, Command)>) -> Vec<Message> {
    serve(Page::default(), commands, None)
}

/// The same, with a store.
///
/// - `killed`: tells by what was said when the session is killed
pub fn drive_with(shelf: &Shelf, commands: Vec<(When, Command)>, killed: Option<IsDue>) -> Vec<Message> {
    serve(Page { store: Some(shelf.clone()), ..Page::default() }, commands, killed)
}

fn serve(page: Page, commands: Vec<(When, Command)>, killed: Option<IsDue>) -> Vec<Message> {
    let script = Script { commands: commands.into(), sent: 0, asked: 0, page: page.clone(), killed };
    let (device, info) = device::cpu("a test");
    futures::executor::block_on(session::serve(script, page.clone(), device, info));
    page.messages.take()
}

/// The same, each command sent once all earlier ones are answered.
pub fn drive_in_turn(commands: Vec<Command>) -> Vec<Message> {
    drive(commands.into_iter().map(|command| (When::Answered, command)).collect())
}

/// A load command with roles and types by column name.
pub fn load(text: &str, roles: &[(&str, Role)], types: &[(&str, ColumnKind)]) -> Command {
    let owned = |name: &&str| (*name).to_owned();
    Command::Load(LoadRequest {
        name: "test.csv".into(),
        bytes: text.as_bytes().to_vec(),
        roles: roles.iter().map(|(name, role)| (owned(name), *role)).collect::<BTreeMap<_, _>>(),
        types: types.iter().map(|(name, kind)| (owned(name), *kind)).collect(),
        ..LoadRequest::default()
    })
}

/// The answer to the n-th command, from 1.
pub fn answer(messages: &[Message], id: u32) -> &Event {
    let mut answers = messages.iter().filter(|message| message.reply == Some(id));
    let answer = answers.next().unwrap_or_else(|| panic!("command {id} was not answered"));
    assert!(answers.next().is_none(), "command {id} was answered twice");
    &answer.event
}

/// The report that answers the n-th command.
pub fn report(messages: &[Message], id: u32) -> &RunReport {
    match answer(messages, id) {
        Event::Finished(report) => report,
        other => panic!("expected a report, got {other:?}"),
    }
}

/// The sentence of the failure that answers the n-th command.
pub fn failure(messages: &[Message], id: u32) -> &str {
    match answer(messages, id) {
        Event::Failed(failure) => &failure.message,
        other => panic!("expected a failure, got {other:?}"),
    }
}

/// A made table: inputs x1, x2 and colour; tasks value (number), side (two labels) and corner (four labels).
pub fn made_table(rows: usize, unlabelled_sides: usize) -> String {
    let mut text = String::from("x1,x2,colour,value,side,corner\n");
    for row in 0..rows {
        let x1 = ((row * 37) % 101) as f64 / 50.0 - 1.0;
        let x2 = ((row * 53) % 103) as f64 / 51.0 - 1.0;
        let colour = ["red", "green", "blue"][row % 3];
        let value = 3.0 * x1 - 2.0 * x2 + if colour == "red" { 5.0 } else { 0.0 };
        let side = if row < unlabelled_sides {
            ""
        } else if x1 > 0.0 {
            "right"
        } else {
            "left"
        };
        let corner = format!("{}{}", if x2 > 0.0 { "n" } else { "s" }, if x1 > 0.0 { "e" } else { "w" });
        text += &format!("{x1:.4},{x2:.4},{colour},{value:.4},{side},{corner}\n");
    }
    text
}

/// Roles of [`made_table`].
pub const MADE_ROLES: &[(&str, Role)] =
    &[("value", Role::Task), ("side", Role::Task), ("corner", Role::Task)];

/// Asks for a view of one head.
pub fn look(task: usize, view: HeadView, split: Split) -> Command {
    look_at(None, Look::Head { task, view }, split)
}

/// Asks for a view of a run, or of the one that answers.
pub fn look_at(run: Option<u32>, look: Look, split: Split) -> Command {
    Command::Look(LookRequest { run, split, look, options: Options::default(), rows: Vec::new() })
}

/// The view that answers a request.
pub fn drawn(messages: &[Message], id: u32) -> &Drawn {
    match answer(messages, id) {
        Event::Looked(drawn) => drawn,
        other => panic!("request {id} is answered by {other:?}"),
    }
}

/// The texts of a grid or a table, line by line, heads left out.
pub fn texts(drawn: &Drawn) -> Vec<Vec<String>> {
    let cells = |cells: &[figure::Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
    match &drawn.figures[0].body {
        Body::Grid(grid) => grid.cells.iter().map(|line| cells(line)).collect(),
        Body::Table(table) => table.lines.iter().map(|line| cells(&line.cells)).collect(),
        other => panic!("no table: {other:?}"),
    }
}
