//! The list of architectures, in menu order.

use crate::schema::kinds::kinds;

/// Hands the list to another macro; a row gives the variant, and the name of its files.
macro_rules! architectures {
    ($make:ident) => {
        $make! {
            /// How trunk and heads are wired.
            ArchitectureKind {
                /// One trunk, one head per task.
                #[default]
                HardSharing in hard_sharing,
                /// One trunk whose features each task scales by its row of a learned table.
                SharedParameters in shared_parameters,
                /// Experts that all tasks share, mixed by one gate per task.
                Mmoe in mmoe,
                /// One trunk per task, mixed after every layer.
                CrossStitch in cross_stitch,
                /// One trunk of which each task sees its own, softly masked part.
                TaskGated in task_gated,
                /// One trunk whose features each task scales and shifts after every layer.
                TaskFilm in task_film,
                /// One trunk per task, all together as large as the shared one.
                SingleTask in single_task,
                /// Experts of each task's own next to shared ones, mixed by one gate per task.
                Cgc in cgc,
                /// Layers of experts, own and shared, whose paths separate more and more.
                Ple in ple,
                /// One trunk whose weights each task updates by matrices of low rank.
                Lora in lora,
                /// One trunk, from every layer of which each task picks features by attention.
                Mtan in mtan,
                /// Layers of experts of each task's own, which other tasks read through gates.
                Adatt in adatt,
                /// Shared experts of which each task learns to select a few.
                DselectK in dselect_k,
                /// One trunk whose heads are tied by a learned covariance of the tasks.
                TaskRelation in task_relation,
                /// One trunk whose heads are tied by being of low rank together.
                TraceNorm in trace_norm,
                /// Members of an ensemble that share one trunk's weights and scale them.
                Tabm in tabm,
            }
        }
    };
}

pub(super) use architectures;

architectures!(kinds);
