//! The parts of the page, one file each.

mod answers;
mod column_row;
mod column_tools;
mod columns;
mod conflict;
mod data;
mod drop_zone;
mod explore;
mod head;
mod header;
mod joining;
mod knobs;
mod label_sets;
mod model;
mod network;
mod pointer;
mod preview;
mod progress;
mod question;
mod reading;
mod reading_choice;
mod sharing;
mod splitting;
mod toy;
mod training;
mod what_if;

pub use data::DataPanel;
pub use explore::ExplorePanel;
pub use header::Header;
pub use model::ModelPanel;
pub use pointer::Pointer;
pub use progress::Progress;
pub use question::LossQuestion;
pub use toy::ToyPanel;
pub use training::TrainPanel;
