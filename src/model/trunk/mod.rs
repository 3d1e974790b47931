//! What lies between rows and heads: one file per architecture, and the parts that several of them share.

mod adatt;
mod cgc;
mod covariance;
mod cross_stitch;
mod dselect_k;
mod gate;
mod hard_sharing;
mod list;
mod lora;
mod mlp;
mod mmoe;
mod mtan;
mod ple;
mod represent;
mod shared_parameters;
mod single_task;
mod tabm;
mod task_film;
mod task_gated;
mod task_relation;
mod tied;
mod trace_norm;

pub use list::Trunk;
pub use represent::Represent;
