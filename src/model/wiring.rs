//! What lies between rows and heads: one variant an architecture.

use burn::module::Module;
use burn::tensor::{ExecutionError, Tensor};

use super::adatt::Adatt;
use super::cgc::Cgc;
use super::cross_stitch::CrossStitch;
use super::dselect_k::DselectK;
use super::hard_sharing::HardSharing;
use super::heads::Heads;
use super::lora::Lora;
use super::mmoe::Mmoe;
use super::mtan::Mtan;
use super::ple::Ple;
use super::private::Private;
use super::shared_parameters::SharedParameters;
use super::single_task::SingleTask;
use super::task_film::TaskFilm;
use super::task_gated::TaskGated;
use super::task_relation::TaskRelation;
use super::{Dropout, Initial, Representation};
use crate::architecture::ArchitectureKind;
use crate::config::ArchitectureConfig;
use crate::input::embedding::Inputs;
use crate::report::SharingMatrix;
use crate::task::layout::Layout;

/// What every wiring can do.
pub trait Represent {
    /// From `[rows, inputs]` to what the heads read; where each task looks up its own vectors, from encoded rows.
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation;

    /// Scales what the first layer of each head reads: `[tasks, width]`, in the model's order.
    fn table(&self) -> Option<Tensor<2>> {
        None
    }

    /// Names the parameters that change what one task's head reads and no other's.
    fn private(&self, _private: &mut Private) {}

    /// A number to be added to the losses; `None` where there is none.
    fn penalty(&self, _heads: &Heads) -> Option<Tensor<1>> {
        None
    }

    /// Learns what gradients don't teach it, from the heads as they are; to be called between epochs.
    ///
    /// # Errors
    /// Where the device can't be read.
    async fn relate(&mut self, _heads: &Heads) -> Result<(), ExecutionError> {
        Ok(())
    }

    /// Narrows what is soft at first and a choice in the end; see [`super::Model::anneal`].
    fn anneal(&mut self, _epoch: usize, _epochs: usize) {}

    /// Whether nothing is left to be narrowed.
    fn is_settled(&self) -> bool {
        true
    }

    /// What it learned about sharing, judged on `[rows, inputs]`.
    ///
    /// # Errors
    /// Where the device can't be read.
    async fn sharing(
        &self,
        _features: Tensor<2>,
        _heads: &Heads,
        _layout: &Layout,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        Ok(Vec::new())
    }
}

/// The wiring of any architecture; see [`ArchitectureKind`].
#[derive(Module, Debug)]
#[allow(missing_docs, reason = "each is documented at its kind and in its file")]
pub enum Wiring {
    HardSharing(HardSharing),
    SharedParameters(SharedParameters),
    Mmoe(Mmoe),
    CrossStitch(CrossStitch),
    TaskGated(TaskGated),
    TaskFilm(TaskFilm),
    SingleTask(SingleTask),
    Cgc(Cgc),
    Ple(Ple),
    Lora(Lora),
    Mtan(Mtan),
    Adatt(Adatt),
    DselectK(DselectK),
    TaskRelation(TaskRelation),
}

/// The same expression for whichever wiring it is.
macro_rules! each {
    ($wiring:expr, $own:ident => $body:expr) => {
        match $wiring {
            Wiring::HardSharing($own) => $body,
            Wiring::SharedParameters($own) => $body,
            Wiring::Mmoe($own) => $body,
            Wiring::CrossStitch($own) => $body,
            Wiring::TaskGated($own) => $body,
            Wiring::TaskFilm($own) => $body,
            Wiring::SingleTask($own) => $body,
            Wiring::Cgc($own) => $body,
            Wiring::Ple($own) => $body,
            Wiring::Lora($own) => $body,
            Wiring::Mtan($own) => $body,
            Wiring::Adatt($own) => $body,
            Wiring::DselectK($own) => $body,
            Wiring::TaskRelation($own) => $body,
        }
    };
}

impl Wiring {
    /// Fresh parameters.
    ///
    /// - `rows`: what stands in the encoded rows
    /// - `widths`: of the trunk's layers, or of each task's
    pub fn new(
        config: &ArchitectureConfig,
        rows: &Inputs,
        tasks: usize,
        widths: &[usize],
        initial: &mut Initial<'_>,
    ) -> Self {
        let inputs = rows.features();
        match config.kind {
            ArchitectureKind::HardSharing => Self::HardSharing(HardSharing::new(config, inputs, initial)),
            ArchitectureKind::SharedParameters => {
                Self::SharedParameters(SharedParameters::new(config, inputs, tasks, initial))
            }
            ArchitectureKind::Mmoe => Self::Mmoe(Mmoe::new(config, inputs, tasks, initial)),
            ArchitectureKind::CrossStitch => {
                Self::CrossStitch(CrossStitch::new(config, inputs, tasks, initial))
            }
            ArchitectureKind::TaskGated => Self::TaskGated(TaskGated::new(config, inputs, tasks, initial)),
            ArchitectureKind::TaskFilm => Self::TaskFilm(TaskFilm::new(config, inputs, tasks, initial)),
            ArchitectureKind::SingleTask => {
                Self::SingleTask(SingleTask::new(config, rows, tasks, widths, initial))
            }
            ArchitectureKind::Cgc => Self::Cgc(Cgc::new(config, inputs, tasks, initial)),
            ArchitectureKind::Ple => Self::Ple(Ple::new(config, inputs, tasks, initial)),
            ArchitectureKind::Lora => Self::Lora(Lora::new(config, inputs, tasks, initial)),
            ArchitectureKind::Mtan => Self::Mtan(Mtan::new(config, inputs, tasks, initial)),
            ArchitectureKind::Adatt => Self::Adatt(Adatt::new(config, inputs, tasks, initial)),
            ArchitectureKind::DselectK => Self::DselectK(DselectK::new(config, inputs, tasks, initial)),
            ArchitectureKind::TaskRelation => Self::TaskRelation(TaskRelation::new(config, inputs, initial)),
        }
    }
}

impl Represent for Wiring {
    fn represent(&self, features: Tensor<2>, dropout: &mut Dropout) -> Representation {
        each!(self, own => own.represent(features, dropout))
    }

    fn table(&self) -> Option<Tensor<2>> {
        each!(self, own => own.table())
    }

    fn private(&self, private: &mut Private) {
        each!(self, own => own.private(private));
    }

    fn penalty(&self, heads: &Heads) -> Option<Tensor<1>> {
        each!(self, own => own.penalty(heads))
    }

    async fn relate(&mut self, heads: &Heads) -> Result<(), ExecutionError> {
        each!(self, own => own.relate(heads).await)
    }

    fn anneal(&mut self, epoch: usize, epochs: usize) {
        each!(self, own => own.anneal(epoch, epochs));
    }

    fn is_settled(&self) -> bool {
        each!(self, own => own.is_settled())
    }

    async fn sharing(
        &self,
        features: Tensor<2>,
        heads: &Heads,
        layout: &Layout,
    ) -> Result<Vec<SharingMatrix>, ExecutionError> {
        each!(self, own => own.sharing(features, heads, layout).await)
    }
}
